package dev.hermod.net;

/// What the configuration says of the listeners for HTTP.
///
/// @param bodyBytes of one request at most
/// @param sessionsPerAddress of BOSH, open at the same time
public record WebSettings(
        WebOrigins origins,
        WebAddresses addresses,
        TrustedProxies proxies,
        int bodyBytes,
        int sessionsPerAddress) {}
