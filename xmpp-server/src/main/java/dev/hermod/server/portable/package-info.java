/// XEP-0227 1.1, Portable Import/Export Format for XMPP-IM Servers: reads and writes the files.
@NullMarked
package dev.hermod.server.portable;

import org.jspecify.annotations.NullMarked;
