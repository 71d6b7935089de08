/// XEP-0492 0.2.0, Chat notification settings: of which conversations somebody wants to be
/// notified.
@NullMarked
package dev.hermod.extensions.notify;

import org.jspecify.annotations.NullMarked;
