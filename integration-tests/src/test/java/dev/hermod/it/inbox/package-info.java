/// Conversations and search, derived behind the log.
@NullMarked
package dev.hermod.it.inbox;

import org.jspecify.annotations.NullMarked;
