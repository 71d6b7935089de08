package dev.hermod.session;

import dev.hermod.auth.ChannelBindingType;
import java.util.Map;

/// A finished TLS handshake.
///
/// @param bindings channel-binding data for the types this handshake supports (RFC 5929, RFC 9266)
public record TlsInfo(
        String protocol, String cipherSuite, Map<ChannelBindingType, byte[]> bindings) {}
