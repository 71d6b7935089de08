/// XEP-0157 1.1.1, Contact Addresses for XMPP Services: whom to turn to about this server.
@NullMarked
package dev.hermod.extensions.contact;

import org.jspecify.annotations.NullMarked;
