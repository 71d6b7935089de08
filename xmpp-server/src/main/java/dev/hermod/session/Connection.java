package dev.hermod.session;

import dev.hermod.xml.StreamHeader;
import dev.hermod.xml.XmlLimits;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// The link a stream runs on: TCP, WebSocket or BOSH. All methods but [#execute], [#inEventLoop],
/// [#eventLoop], [#id] and [#peer] are called on the connection's event loop only.
public interface Connection extends Link {
    /// Unique in this process; stands in the log.
    long id();

    InetSocketAddress peer();

    /// The listener it came by, as named in the configuration (`c2s`, `c2s-tls`).
    String listener();

    EventLoop eventLoop();

    /// On the event loop: whether what runs at the moment runs for this connection.
    boolean isRunning();

    /// Writes the server's stream header, as this kind of link has it (RFC 6120 4.7, RFC 7395 3.4,
    /// XEP-0206 3).
    void openStream(StreamHeader header);

    /// Writes the end of the stream; [#close] has to follow.
    void endStream();

    /// Expects a new stream header next (after SASL); elements written from now on stand in the new
    /// stream.
    void restartStream();

    /// Whether [#startTls] can be asked for: not where TLS is there already, or is HTTP's business.
    boolean canStartTls();

    /// Drops whatever was received behind the element being handled, starts the TLS handshake as
    /// server once what was written is flushed, and expects a new stream header inside it. Where
    /// bytes had been received in the clear behind that element, closes the connection instead.
    void startTls();

    /// `null` before the handshake is done. Without channel bindings where TLS does not end here.
    @Nullable TlsInfo tls();

    /// Limits of the parser, raised after authentication.
    void limits(XmlLimits limits);

    /// Nothing is expected for a while: drop parser and buffers.
    void release();

    /// Closes once what was written is flushed, or after a few seconds without progress.
    void close();
}
