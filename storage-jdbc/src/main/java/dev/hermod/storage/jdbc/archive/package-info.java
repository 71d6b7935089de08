/// Archives on PostgreSQL: pages by the keys of the log, preferences, and the removal of what is
/// old or retracted.
@NullMarked
package dev.hermod.storage.jdbc.archive;

import org.jspecify.annotations.NullMarked;
