/// XEP-0199 2.0.1, XMPP Ping: answers on behalf of the server and of accounts. The server's own
/// pings are the stream's.
@NullMarked
package dev.hermod.extensions.ping;

import org.jspecify.annotations.NullMarked;
