/// XEP-0313 1.1.3, Message Archive Management, with the preferences of XEP-0441 0.2.0 and the hints
/// of XEP-0334 1.0.0: what is kept of an account's messages, for how long, and how its clients read
/// it.
@NullMarked
package dev.hermod.extensions.archive;

import org.jspecify.annotations.NullMarked;
