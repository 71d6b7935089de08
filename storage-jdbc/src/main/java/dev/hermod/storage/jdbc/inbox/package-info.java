/// Inboxes (XEP-0430) as a reader behind the log keeps them.
@NullMarked
package dev.hermod.storage.jdbc.inbox;

import org.jspecify.annotations.NullMarked;
