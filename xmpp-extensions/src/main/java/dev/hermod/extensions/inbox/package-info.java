/// XEP-0430 0.2.0, Inbox: the conversations of an account with their last message and what is
/// unread in them.
@NullMarked
package dev.hermod.extensions.inbox;

import org.jspecify.annotations.NullMarked;
