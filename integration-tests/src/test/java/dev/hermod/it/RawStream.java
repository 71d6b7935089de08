package dev.hermod.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A connection to the server on which a test sends any bytes and reads what comes.
public final class RawStream implements XmlExchange {
    static final String STREAMS = "http://etherx.jabber.org/streams";
    static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_EVENTS = 200_000;

    /// Below TLS, where there is any: a reset is TCP's.
    private final Socket transport;

    private Socket socket;
    private BlockingQueue<Event> events = new LinkedBlockingQueue<>(MOST_EVENTS);

    private RawStream(Socket socket, Socket transport) throws IOException {
        this.socket = socket;
        this.transport = transport;
        socket.setTcpNoDelay(true);
        read();
    }

    /// Without TLS, on the port for STARTTLS.
    public static RawStream plain(HermodServer server) {
        return connect(server.address("c2s"));
    }

    public static RawStream connect(InetSocketAddress address) {
        try {
            Socket socket = new Socket(address.getAddress(), address.getPort());
            return new RawStream(socket, socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same from another address of this machine, such as `127.0.0.7`.
    public static RawStream plainFrom(String source, HermodServer server) {
        try {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress(source, 0));
            socket.connect(server.address("c2s"));
            return new RawStream(socket, socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// TLS from the first byte (XEP-0368).
    public static RawStream tls(HermodServer server) {
        return tls(server, TlsClient.trusting());
    }

    public static RawStream tls(HermodServer server, TlsClient tls) {
        try {
            InetSocketAddress address = server.address("c2s-tls");
            Socket plain = new Socket(address.getAddress(), address.getPort());
            return new RawStream(tls.secure(plain), plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() throws IOException {
        Thread.ofVirtual().start(new EventReader(socket.getInputStream(), events));
    }

    /// A usual header for a domain.
    public static String header(String to) {
        return "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='"
                + STREAMS
                + "' to='"
                + to
                + "' version='1.0'>";
    }

    @Override
    public RawStream send(String xml) {
        return send(xml.getBytes(UTF_8));
    }

    public RawStream send(byte[] bytes) {
        try {
            // Asked for once: the answer may close the socket before the next line.
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends each byte on its own.
    public RawStream trickle(String xml) {
        for (byte one : xml.getBytes(UTF_8)) {
            send(new byte[] {one});
        }
        return this;
    }

    /// Opens a stream to `localhost` and returns the features.
    public Xml open() {
        return open("localhost");
    }

    public Xml open(String domain) {
        send(header(domain));
        header();
        return features();
    }

    /// STARTTLS on a stream whose features were read; the next thing to do is [#open].
    public RawStream startTls() {
        return startTls(TlsClient.trusting());
    }

    public RawStream startTls(TlsClient tls) {
        send("<starttls xmlns='" + TLS + "'/>");
        Xml answer = element();
        if (!answer.is("proceed", TLS)) {
            throw new AssertionError("no <proceed/> but " + answer);
        }
        try {
            socket = tls.secure(socket);
            events = new LinkedBlockingQueue<>(MOST_EVENTS);
            read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /// The next event; fails after a while.
    public Event next() {
        try {
            @Nullable Event event = events.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new AssertionError("the server sent nothing for " + PATIENCE);
            }
            return event;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// The next event, null when none comes in this time.
    public @Nullable Event poll(Duration wait) {
        try {
            return events.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public Event.Header header() {
        return switch (next()) {
            case Event.Header header -> header;
            case Event other -> throw new AssertionError("no stream header but " + other);
        };
    }

    @Override
    public Xml element() {
        return switch (next()) {
            case Event.Child(Xml element) -> element;
            case Event other -> throw new AssertionError("no element but " + other);
        };
    }

    public Xml features() {
        Xml element = element();
        if (!element.is("features", STREAMS)) {
            throw new AssertionError("no features but " + element);
        }
        return element;
    }

    /// Reads up to a stream error, and that the stream and the connection end behind it. Returns
    /// its condition.
    public String error() {
        Event event = next();
        while (!(event instanceof Event.Child(Xml child) && child.is("error", STREAMS))) {
            if (event instanceof Event.Ended || event instanceof Event.Closed) {
                throw new AssertionError("no stream error but " + event);
            }
            event = next();
        }
        closed();
        return child(event).condition();
    }

    private static Xml child(Event event) {
        return ((Event.Child) event).element();
    }

    /// Reads that the stream and then the connection end, and nothing else.
    public void closed() {
        Event first = next();
        if (!(first instanceof Event.Closed)) {
            throw new AssertionError("no end of the stream but " + first);
        }
        ended();
    }

    /// Reads that the connection ends.
    public String ended() {
        return switch (next()) {
            case Event.Ended(String why) -> why;
            case Event other -> throw new AssertionError("no end of the connection but " + other);
        };
    }

    /// Goes away without a word, as a phone does that loses its network: the peer gets a reset.
    public void reset() {
        try {
            if (!transport.isClosed()) {
                transport.setSoLinger(true, 0);
            }
            transport.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Socket socket() {
        return socket;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
