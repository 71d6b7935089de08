/// The framing of WebSocket (RFC 6455), without any network.
@NullMarked
package dev.hermod.net.websocket;

import org.jspecify.annotations.NullMarked;
