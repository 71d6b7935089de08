package dev.hermod.net;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The protocols that a ClientHello offers by ALPN (RFC 7301). Read here because neither TLS
/// provider can be told to take a client without ALPN and to refuse one that offers only another
/// protocol, as XEP-0368 asks.
final class ApplicationProtocols {
    private static final int ALPN = 16;
    private static final int VERSION_AND_RANDOM = 34;

    private ApplicationProtocols() {}

    /// Empty where the client uses no ALPN, or where the message makes no sense (the TLS engine
    /// will say so).
    ///
    /// @param hello the message without its record and handshake headers
    static List<String> offered(ByteBuf hello) {
        try {
            var rest = hello.slice();
            rest.skipBytes(VERSION_AND_RANDOM);
            rest.skipBytes(rest.readUnsignedByte());
            rest.skipBytes(rest.readUnsignedShort());
            rest.skipBytes(rest.readUnsignedByte());
            return rest.isReadable()
                    ? inExtensions(rest.readSlice(rest.readUnsignedShort()))
                    : List.of();
        } catch (IndexOutOfBoundsException _) {
            return List.of();
        }
    }

    private static List<String> inExtensions(ByteBuf extensions) {
        while (extensions.isReadable()) {
            int type = extensions.readUnsignedShort();
            var content = extensions.readSlice(extensions.readUnsignedShort());
            if (type == ALPN) {
                return names(content.readSlice(content.readUnsignedShort()));
            }
        }
        return List.of();
    }

    private static List<String> names(ByteBuf list) {
        var names = new ArrayList<String>();
        while (list.isReadable()) {
            names.add(
                    list.readCharSequence(list.readUnsignedByte(), StandardCharsets.ISO_8859_1)
                            .toString());
        }
        return names;
    }
}
