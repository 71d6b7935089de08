/// XEP-0380 0.4.0, Explicit Message Encryption, as far as a server cares: which messages hide what
/// they say.
@NullMarked
package dev.hermod.extensions.encryption;

import org.jspecify.annotations.NullMarked;
