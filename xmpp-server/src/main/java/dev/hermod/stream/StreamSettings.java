package dev.hermod.stream;

import dev.hermod.xml.XmlLimits;
import java.time.Duration;
import java.util.List;

/// What the configuration says of client streams.
///
/// @param domains served, the first is what a client gets that names none
/// @param bytesBeforeAuthentication received bytes after which an unauthenticated stream ends
/// @param timeBeforeAuthentication after which an unauthenticated stream ends
/// @param idle without any received byte for so long, a session is pinged (XEP-0199)
/// @param pingAnswer how long it then has to send anything
public record StreamSettings(
        List<String> domains,
        TlsPolicy tlsPolicy,
        XmlLimits earlyLimits,
        XmlLimits limits,
        long bytesBeforeAuthentication,
        Duration timeBeforeAuthentication,
        Duration idle,
        Duration pingAnswer) {

    /// Who may do without TLS.
    public enum TlsPolicy {
        REQUIRED,
        REQUIRED_EXCEPT_LOOPBACK,
        OPTIONAL
    }
}
