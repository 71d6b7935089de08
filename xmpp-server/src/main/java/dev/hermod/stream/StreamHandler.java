package dev.hermod.stream;

import dev.hermod.session.TlsInfo;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamHeader;
import dev.hermod.xml.XmlStreamException;
import org.jspecify.annotations.Nullable;

/// What a connection tells the stream on it; all on the connection's event loop.
public interface StreamHandler {
    /// A stream header was read: the first, or the one after STARTTLS or SASL.
    void opened(StreamHeader header);

    /// A whole first-level element was read.
    void element(FrozenElement element);

    /// The peer closed its stream.
    void closed();

    /// What was read is no XML stream, or over a limit.
    void malformed(XmlStreamException problem);

    /// What the stream did threw: it has to end, if it can with `<internal-server-error/>` (RFC
    /// 6120 4.9.3.6).
    void broken();

    /// The TLS handshake is done, [dev.hermod.session.Connection#tls] is set.
    void secured(TlsInfo tls);

    /// The connection is gone; nothing can be written any more.
    ///
    /// @param cause `null` when the peer closed it in good order
    void disconnected(@Nullable Throwable cause);

    /// Called about once a second for every connection by one sweep of its event loop.
    void tick(long nowNanos);
}
