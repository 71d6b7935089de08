package dev.hermod.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// A client of plain JDK sockets, which trusts every certificate.
final class TestClient implements AutoCloseable {
    private static final int PATIENCE = 20_000;

    private Socket socket;

    TestClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE);
        socket.setTcpNoDelay(true);
    }

    Socket socket() {
        return socket;
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /// Reads until all that came since the last call ends with this.
    String readUntil(String end) throws IOException {
        var text = new StringBuilder();
        var in = socket.getInputStream();
        while (text.length() < end.length()
                || text.indexOf(end, text.length() - end.length()) < 0) {
            text.append(next(in));
        }
        return text.toString();
    }

    String readToEnd() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    void open() throws IOException {
        send(RecordingStream.HEADER);
        readUntil(RecordingStream.HEADER);
    }

    void askForTls() throws IOException {
        send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        readUntil("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    }

    SSLSocket secure(Consumer<SSLParameters> settings) throws IOException {
        return secure(context(), settings);
    }

    /// With a context that was used before, the session may be resumed.
    SSLSocket secure(SSLContext context, Consumer<SSLParameters> settings) throws IOException {
        var secure =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(socket, "test", socket.getPort(), true);
        var parameters = secure.getSSLParameters();
        settings.accept(parameters);
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        socket = secure;
        return secure;
    }

    SSLSocket secureFor(String domain) throws IOException {
        return secure(parameters -> parameters.setServerNames(List.of(new SNIHostName(domain))));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static char next(InputStream in) throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new IOException("the server closed");
        }
        return (char) next;
    }

    static SSLContext context() throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustingAll()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static final class TrustingAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket peer) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket peer) {}

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
