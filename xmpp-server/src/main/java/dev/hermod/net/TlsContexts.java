package dev.hermod.net;

import dev.hermod.net.certificate.ServerCertificate;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.List;
import javax.net.ssl.SSLException;

/// Makes TLS contexts: TLS 1.3 and 1.2, forward secrecy and authenticated encryption only (RFC
/// 9325).
final class TlsContexts {
    /// What listeners with TLS from the first byte offer (XEP-0368); which of them one speaks is
    /// looked at before.
    static final List<String> PROTOCOLS = List.of("xmpp-client", "xmpp-server", "http/1.1");

    private static final List<String> SUITES =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
    private static final long SESSIONS = 20_000;

    /// Seconds a session can be resumed; short, because its ticket key is as good as the session.
    private static final long SESSION_LIFETIME = 3_600;

    private final TlsProvider provider;

    TlsContexts(TlsProvider provider) {
        this.provider = provider;
    }

    TlsContext build(ServerCertificate certificate) throws SSLException {
        var negotiation =
                new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        PROTOCOLS);
        return new TlsContext(
                certificate,
                context(certificate, ApplicationProtocolConfig.DISABLED),
                context(certificate, negotiation));
    }

    private SslContext context(ServerCertificate certificate, ApplicationProtocolConfig protocols)
            throws SSLException {
        return SslContextBuilder.forServer(certificate.key(), certificate.chain())
                .sslProvider(
                        provider == TlsProvider.JDK ? SslProvider.JDK : SslProvider.OPENSSL_REFCNT)
                .protocols("TLSv1.3", "TLSv1.2")
                .ciphers(SUITES, SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(protocols)
                .sessionCacheSize(SESSIONS)
                .sessionTimeout(SESSION_LIFETIME)
                .build();
    }
}
