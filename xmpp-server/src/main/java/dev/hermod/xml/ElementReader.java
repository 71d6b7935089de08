package dev.hermod.xml;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads elements that stand alone, with the same guards as a stream.
public final class ElementReader {

    private ElementReader() {}

    /// Reads one element from text.
    public static FrozenElement parse(String xml) throws XmlStreamException {
        return parse(xml.getBytes(StandardCharsets.UTF_8));
    }

    /// Reads one element from UTF-8.
    public static FrozenElement parse(byte[] xml) throws XmlStreamException {
        return parse(xml, 0, xml.length, XmlLimits.DEFAULT);
    }

    /// Reads the one element that these bytes are.
    ///
    /// @throws XmlStreamException if they are something else, or exceed the limits
    public static FrozenElement parse(byte[] bytes, int offset, int length, XmlLimits limits)
            throws XmlStreamException {
        One one = new One();
        StreamReader reader = StreamReader.framed(limits);
        reader.feed(bytes, offset, length, one);
        if (one.elements.size() != 1 || !reader.betweenStanzas()) {
            throw AaltoParser.notWellFormed();
        }
        return one.elements.getFirst();
    }

    private static final class One implements StreamReader.Handler {
        private final List<FrozenElement> elements = new ArrayList<>(1);

        @Override
        public void opened(StreamHeader header) {}

        @Override
        public void element(FrozenElement element) {
            elements.add(element);
        }

        @Override
        public void closed() {}
    }
}
