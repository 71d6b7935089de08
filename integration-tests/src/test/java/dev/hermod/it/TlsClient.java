package dev.hermod.it;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// How a test client does TLS: what it offers. Any certificate will do.
///
/// @param versions such as `TLSv1.3`
/// @param protocols offered by ALPN; none for no ALPN
public record TlsClient(List<String> versions, List<String> protocols, String serverName) {

    public static TlsClient trusting() {
        return new TlsClient(List.of("TLSv1.3", "TLSv1.2"), List.of("xmpp-client"), "localhost");
    }

    public TlsClient version(String only) {
        return new TlsClient(List.of(only), protocols, serverName);
    }

    public TlsClient alpn(String... offered) {
        return new TlsClient(versions, List.of(offered), serverName);
    }

    /// Does the handshake over a connection.
    SSLSocket secure(Socket plain) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        context()
                                .getSocketFactory()
                                .createSocket(plain, serverName, plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(versions.toArray(String[]::new));
        parameters.setApplicationProtocols(protocols.toArray(String[]::new));
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /// A context that trusts everybody.
    public static SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Trusts everybody: the certificate of a test server is signed by itself.
    public static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
