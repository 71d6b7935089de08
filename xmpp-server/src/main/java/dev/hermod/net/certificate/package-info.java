/// The server's certificates: read from PEM files, chosen by name, replaced while the server runs,
/// made when there are none. Knows nothing of sockets.
@NullMarked
package dev.hermod.net.certificate;

import org.jspecify.annotations.NullMarked;
