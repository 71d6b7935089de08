/// XEP-0054 1.3.0, vcard-temp: what an account says of itself; and XEP-0153 1.1.1, vCard-Based
/// Avatars: a digest of the picture in presence.
@NullMarked
package dev.hermod.extensions.vcard;

import org.jspecify.annotations.NullMarked;
