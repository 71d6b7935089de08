/// XEP-0292 0.12.0, vCard4 over XMPP, and its conversion from and to vcard-temp (XEP-0054).
@NullMarked
package dev.hermod.extensions.vcard4;

import org.jspecify.annotations.NullMarked;
