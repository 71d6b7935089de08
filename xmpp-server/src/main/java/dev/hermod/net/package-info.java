/// The network: listeners, TLS and connections, on Netty. The only package that knows Netty, and
/// none of its types leave it.
@NullMarked
package dev.hermod.net;

import org.jspecify.annotations.NullMarked;
