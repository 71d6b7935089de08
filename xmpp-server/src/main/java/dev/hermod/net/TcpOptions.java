package dev.hermod.net;

import java.time.Duration;

/// What is the same for all listeners.
///
/// @param backlog connections that the system holds until they are accepted
/// @param handshakeTimeout for a whole TLS handshake, to the second
/// @param userTimeout after which sent data that the peer does not acknowledge ends the connection
///   (RFC 5482; Linux)
/// @param lowWater bytes waiting to be sent below which reading goes on
/// @param highWater bytes waiting to be sent above which nothing more is read from that peer
public record TcpOptions(
        int backlog, Duration handshakeTimeout, Duration userTimeout, int lowWater, int highWater) {
    public static final TcpOptions DEFAULT =
            new TcpOptions(
                    4096, Duration.ofSeconds(15), Duration.ofSeconds(60), 256 << 10, 1 << 20);
}
