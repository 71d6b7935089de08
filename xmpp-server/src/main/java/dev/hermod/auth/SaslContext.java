package dev.hermod.auth;

import java.net.InetAddress;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What a mechanism may know of the stream it runs on.
///
/// @param domain the prepared domain that the stream is for
/// @param secure whether TLS protects this connection
/// @param bindings the channel bindings this connection has data for; empty without TLS
/// @param peer the address of the client, after any PROXY header
public record SaslContext(
        String domain, boolean secure, Map<ChannelBindingType, byte[]> bindings, InetAddress peer) {
    public SaslContext {
        EnumMap<ChannelBindingType, byte[]> copy = new EnumMap<>(ChannelBindingType.class);
        bindings.forEach((type, data) -> copy.put(type, data.clone()));
        bindings = Collections.unmodifiableMap(copy);
    }

    /// The data of one channel binding, if this connection has it.
    public Optional<byte[]> binding(ChannelBindingType type) {
        return Optional.ofNullable(bindings.get(type)).map(byte[]::clone);
    }
}
