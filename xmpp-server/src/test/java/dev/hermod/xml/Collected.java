package dev.hermod.xml;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A handler that keeps what it is told, and may be made to act on it.
final class Collected implements StreamReader.Handler {
    final List<StreamHeader> headers = new ArrayList<>();
    final List<FrozenElement> elements = new ArrayList<>();
    Consumer<FrozenElement> then = element -> {};
    boolean closed;

    @Override
    public void opened(StreamHeader header) {
        headers.add(header);
    }

    @Override
    public void element(FrozenElement element) {
        elements.add(element);
        then.accept(element);
    }

    @Override
    public void closed() {
        closed = true;
    }

    List<String> names() {
        return elements.stream().map(FrozenElement::localName).toList();
    }

    static void feed(StreamReader reader, String xml, StreamReader.Handler handler)
            throws XmlStreamException {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        reader.feed(bytes, 0, bytes.length, handler);
    }
}
