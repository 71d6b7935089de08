/// XEP-0490 1.0.1, Message Displayed Synchronization: what one device has shown is read on all of
/// them, and in the inbox.
@NullMarked
package dev.hermod.extensions.displayed;

import org.jspecify.annotations.NullMarked;
