package dev.hermod.xml;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Our own reader in the shape of the others: a whole stream, by its content.
final class OurParser implements OtherParser {
    static final String BEFORE =
            "<stream:stream xmlns='jabber:client' xmlns:stream='" + ElementWriter.STREAMS + "'>";
    static final String AFTER = "</stream:stream>";

    private static final byte[] HEADER = BEFORE.getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = AFTER.getBytes(StandardCharsets.UTF_8);

    /// What others are given to read this content.
    static byte[] document(byte[] content) {
        return new Utf8Buffer(content.length + 160)
                .append(HEADER)
                .append(content)
                .append(END)
                .toByteArray();
    }

    /// What content between header and end of a stream means; empty where it is refused, or is not
    /// the whole content of a stream.
    @Override
    public String read(byte[] content) {
        return read(content, Integer.MAX_VALUE);
    }

    /// The elements of content that is well-formed.
    List<FrozenElement> elements(byte[] content) throws XmlStreamException {
        StreamReader reader = new StreamReader(XmlLimits.DEFAULT);
        Collected seen = new Collected();
        reader.feed(HEADER, 0, HEADER.length, seen);
        reader.feed(content, 0, content.length, seen);
        return seen.elements;
    }

    /// The same, given in pieces of this many bytes.
    String read(byte[] content, int piece) {
        StreamReader reader = new StreamReader(XmlLimits.DEFAULT);
        Collected seen = new Collected();
        try {
            reader.feed(HEADER, 0, HEADER.length, seen);
            for (int at = 0; at < content.length; at += Math.min(piece, content.length - at)) {
                reader.feed(content, at, Math.min(piece, content.length - at), seen);
            }
            if (seen.closed || !reader.betweenStanzas()) {
                return "";
            }
            reader.feed(END, 0, END.length, seen);
            return seen.closed ? Canonical.ofStream(seen.elements) : "";
        } catch (XmlStreamException e) {
            return "";
        }
    }
}
