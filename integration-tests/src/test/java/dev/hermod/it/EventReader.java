package dev.hermod.it;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads a stream with the JDK's own parser, which is not the server's, and queues what it reads.
/// After `<success/>` it expects a new stream, after `<proceed/>` it ends.
final class EventReader implements Runnable {
    private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
    private static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";

    private final InputStream in;
    private final BlockingQueue<Event> events;

    EventReader(InputStream in, BlockingQueue<Event> events) {
        this.in = new Unhurried(in);
        this.events = events;
    }

    @Override
    public void run() {
        try {
            boolean again = true;
            while (again) {
                again = stream(factory().createXMLStreamReader(in, "UTF-8"));
            }
        } catch (XMLStreamException | RuntimeException e) {
            put(new Event.Ended(String.valueOf(e.getMessage())));
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }

    /// Returns whether another stream follows on the same bytes.
    private boolean stream(XMLStreamReader reader) throws XMLStreamException {
        boolean opened = false;
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (opened) {
                        Xml element = Xml.read(reader);
                        put(new Event.Child(element));
                        if (element.is("success", SASL)) {
                            return true;
                        }
                        if (element.is("proceed", TLS)) {
                            return false;
                        }
                    } else {
                        opened = true;
                        put(
                                new Event.Header(
                                        String.valueOf(reader.getNamespaceURI("")),
                                        Xml.attributes(reader)));
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    put(new Event.Closed());
                    put(new Event.Ended(rest()));
                    return false;
                }
                default -> {}
            }
        }
    }

    /// What comes behind the end of the stream, which should be nothing.
    private String rest() {
        try {
            byte[] rest = in.readAllBytes();
            return rest.length == 0 ? "end of stream" : rest.length + " bytes behind the stream";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void put(Event event) {
        if (!events.offer(event)) {
            throw new IllegalStateException("more than a test can want to read");
        }
    }

    /// Hands out single bytes, so that no parser reads beyond the end of its stream.
    private static final class Unhurried extends FilterInputStream {
        Unhurried(InputStream in) {
            super(new java.io.BufferedInputStream(in));
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return length == 0 ? 0 : super.read(bytes, offset, 1);
        }
    }
}
