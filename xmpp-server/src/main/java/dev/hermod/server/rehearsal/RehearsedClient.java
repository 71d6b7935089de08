package dev.hermod.server.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A client that says its lines and waits for a word in the answer; it has no parser.
final class RehearsedClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_BYTES = 1 << 20;
    private static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
    private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";

    private final String domain;
    private Socket socket;

    private RehearsedClient(String domain, Socket socket) {
        this.domain = domain;
        this.socket = socket;
    }

    /// Connects and logs in with SCRAM-SHA-256.
    ///
    /// @param tls for STARTTLS; `null` stays in the clear
    static RehearsedClient login(
            SocketAddress address,
            String domain,
            String user,
            String password,
            @Nullable SSLContext tls)
            throws IOException, GeneralSecurityException {
        Socket socket = new Socket();
        RehearsedClient client = new RehearsedClient(domain, socket);
        try {
            socket.connect(address, Math.toIntExact(PATIENCE.toMillis()));
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            client.open();
            if (tls != null) {
                client.secure(tls);
            }
            client.authenticate(new RehearsedLogin(user, password));
            client.bind();
            return client;
        } catch (IOException | GeneralSecurityException e) {
            client.close();
            throw e;
        }
    }

    private void open() throws IOException {
        say(
                "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='%s' version='1.0'>"
                        .formatted(domain),
                "</stream:features>");
    }

    private void secure(SSLContext tls) throws IOException {
        say("<starttls xmlns='" + TLS + "'/>", "<proceed");
        SSLSocket secured =
                (SSLSocket)
                        tls.getSocketFactory().createSocket(socket, domain, socket.getPort(), true);
        secured.startHandshake();
        socket = secured;
        open();
    }

    private void authenticate(RehearsedLogin login) throws IOException, GeneralSecurityException {
        String challenge =
                say(
                        "<auth xmlns='%s' mechanism='SCRAM-SHA-256'>%s</auth>"
                                .formatted(SASL, login.first()),
                        "</challenge>");
        String text = challenge.substring(challenge.indexOf('>') + 1, challenge.lastIndexOf("</"));
        say("<response xmlns='%s'>%s</response>".formatted(SASL, login.last(text)), "</success>");
        open();
    }

    private void bind() throws IOException {
        say(
                "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>",
                "</iq>");
        say("<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq>", "id='roster'");
        say("<presence/>" + ping("here"), "id='here'");
    }

    private static String ping(String id) {
        return "<iq type='get' id='" + id + "'><ping xmlns='urn:xmpp:ping'/></iq>";
    }

    /// Sends messages; what is behind them is answered when they are in the log.
    void chat(String to, int messages) throws IOException {
        String message =
                "<message to='%s' type='chat'><body>Is this the rehearsal?</body></message>"
                        .formatted(to);
        say(message.repeat(messages) + ping("sent"), "id='sent'");
    }

    void logout() throws IOException {
        say("<presence type='unavailable'/></stream:stream>", "</stream:stream>");
    }

    /// Sends, then reads to the end of the tag in which the wanted text has come; returns what
    /// came.
    private String say(String xml, String wanted) throws IOException {
        socket.getOutputStream().write(xml.getBytes(UTF_8));
        InputStream in = socket.getInputStream();
        StringBuilder came = new StringBuilder();
        // A byte at a time, so that nothing behind the tag is taken from a handshake.
        while (true) {
            int next = in.read();
            if (next < 0 || came.length() > MOST_BYTES) {
                throw new EOFException("no " + wanted + " but " + came);
            }
            came.append((char) next);
            if (next == '>' && came.indexOf(wanted) >= 0) {
                return came.toString();
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
