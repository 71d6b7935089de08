package dev.hermod.auth;

import java.util.Optional;

/// A kind of channel binding, by its IANA "unique prefix", strongest first.
public enum ChannelBindingType {
    /// RFC 9266: 32 bytes exported under the label [#EXPORTER_LABEL] with an empty context. Only
    /// for TLS 1.3, or TLS 1.2 with extended master secret and without renegotiation.
    TLS_EXPORTER("tls-exporter"),
    /// RFC 5929 section 4: a hash of the server's certificate, see [TlsServerEndPoint].
    TLS_SERVER_END_POINT("tls-server-end-point");

    /// The label to export [#TLS_EXPORTER] data under.
    public static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding";

    /// The length in bytes of [#TLS_EXPORTER] data.
    public static final int EXPORTER_LENGTH = 32;

    private final String wireName;

    ChannelBindingType(String wireName) {
        this.wireName = wireName;
    }

    /// The name in SCRAM's `p=` and in XEP-0440's `type`.
    public String wireName() {
        return wireName;
    }

    static Optional<ChannelBindingType> of(String wireName) {
        for (ChannelBindingType type : values()) {
            if (type.wireName.equals(wireName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
