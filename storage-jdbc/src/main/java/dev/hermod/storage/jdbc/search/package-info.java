/// Full text search of archives (XEP-0431) in an index that a reader behind the log fills.
@NullMarked
package dev.hermod.storage.jdbc.search;

import org.jspecify.annotations.NullMarked;
