package dev.hermod.feature;

import java.net.InetAddress;

/// What is known of a stream during negotiation.
///
/// @param secure TLS is on, or the peer is on loopback and the configuration does not require TLS
///   there
public record StreamContext(
        String domain, boolean tls, boolean secure, boolean authenticated, InetAddress peer) {}
