package dev.hermod.net;

import dev.hermod.auth.ChannelBindingType;
import dev.hermod.net.certificate.ServerCertificate;
import dev.hermod.session.TlsInfo;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.EnumMap;
import java.util.concurrent.Executor;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What TLS with one certificate needs. A new certificate gets a new one, and with it new session
/// tickets, so that a resumed session never has another certificate than the one its channel
/// binding is made of.
final class TlsContext {
    private static final Logger log = LoggerFactory.getLogger(TlsContext.class);
    private static final String EXPORTED_TO_TLS13 = "TLSv1.3";

    private final ServerCertificate certificate;
    private final SslContext plain;
    private final SslContext negotiating;

    /// Joins the two ways to use a certificate.
    ///
    /// @param plain without ALPN, for STARTTLS
    /// @param negotiating with ALPN, for listeners that speak TLS from the first byte
    TlsContext(ServerCertificate certificate, SslContext plain, SslContext negotiating) {
        this.certificate = certificate;
        this.plain = plain;
        this.negotiating = negotiating;
    }

    ServerCertificate certificate() {
        return certificate;
    }

    SslHandler newHandler(ByteBufAllocator allocator, boolean negotiate, Executor workers) {
        var context = negotiate ? negotiating : plain;
        var handler = new TlsHandler(context.newEngine(allocator), workers, this);
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /// What a finished handshake has to say for itself.
    TlsInfo describe(SSLSession session) {
        var bindings = new EnumMap<ChannelBindingType, byte[]>(ChannelBindingType.class);
        var endPoint = certificate.endPoint();
        if (endPoint != null) {
            bindings.put(ChannelBindingType.TLS_SERVER_END_POINT, endPoint);
        }
        if (session instanceof ExtendedSSLSession extended
                && session.getProtocol().equals(EXPORTED_TO_TLS13)) {
            export(extended, bindings);
        }
        return new TlsInfo(session.getProtocol(), session.getCipherSuite(), bindings);
    }

    /// RFC 9266. With TLS 1.2 the binding is unique only with the extended master secret, which the
    /// JDK does not tell of; BoringSSL's binding does not export at all.
    private static void export(
            ExtendedSSLSession session, EnumMap<ChannelBindingType, byte[]> bindings) {
        try {
            var data =
                    session.exportKeyingMaterialData(
                            ChannelBindingType.EXPORTER_LABEL,
                            new byte[0],
                            ChannelBindingType.EXPORTER_LENGTH);
            bindings.put(ChannelBindingType.TLS_EXPORTER, data);
        } catch (UnsupportedOperationException _) {
            log.trace("No tls-exporter from {}", session.getClass());
        } catch (SSLKeyException e) {
            log.warn("No tls-exporter channel binding for this connection", e);
        }
    }

    /// Gives back native memory; connections that use it keep what they need.
    void release() {
        ReferenceCountUtil.release(plain);
        ReferenceCountUtil.release(negotiating);
    }

    /// The TLS engine of one connection, knowing its context.
    static final class TlsHandler extends SslHandler {
        private final TlsContext context;

        TlsHandler(javax.net.ssl.SSLEngine engine, Executor workers, TlsContext context) {
            super(engine, workers);
            this.context = context;
        }

        TlsInfo info() {
            return context.describe(engine().getSession());
        }
    }
}
