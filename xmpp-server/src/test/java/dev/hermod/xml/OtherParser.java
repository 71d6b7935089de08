package dev.hermod.xml;

import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.ext.DefaultHandler2;

/// A parser that somebody else may read our bytes with. All refuse what RFC 6120 section 11.1
/// forbids.
interface OtherParser {
    /// What the document means, as [Canonical] writes it; empty where it is refused.
    String read(byte[] document);

    /// Woodstox, as many Java clients have it.
    final class Woodstox implements OtherParser {
        private final WstxInputFactory factory = new WstxInputFactory();

        Woodstox() {
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            // Names live as long as the factory otherwise.
            factory.getConfig().doInternNsURIs(false);
        }

        @Override
        public String read(byte[] document) {
            Canonical form = new Canonical();
            try {
                XMLStreamReader reader =
                        factory.createXMLStreamReader(new ByteArrayInputStream(document), "UTF-8");
                while (reader.hasNext()) {
                    if (!event(reader, form)) {
                        return "";
                    }
                }
                return form.toString();
            } catch (XMLStreamException | RuntimeException e) {
                return "";
            }
        }

        private static boolean event(XMLStreamReader reader, Canonical form)
                throws XMLStreamException {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> start(reader, form);
                case XMLStreamConstants.END_ELEMENT -> form.end();
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE ->
                        form.text(reader.getText());
                case XMLStreamConstants.END_DOCUMENT -> {}
                default -> {
                    return false;
                }
            }
            return true;
        }

        private static void start(XMLStreamReader reader, Canonical form) {
            form.start(orEmpty(reader.getNamespaceURI()), reader.getLocalName());
            for (int i = 0; i < reader.getAttributeCount(); i++) {
                form.attribute(
                        orEmpty(reader.getAttributeNamespace(i)),
                        reader.getAttributeLocalName(i),
                        reader.getAttributeValue(i));
            }
        }

        private static String orEmpty(@Nullable String text) {
            return text == null ? "" : text;
        }
    }

    /// Xerces, as the JDK has it.
    final class Xerces implements OtherParser {
        private final SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();

        Xerces() {
            try {
                factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            } catch (ParserConfigurationException | SAXException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String read(byte[] document) {
            Told told = new Told();
            try {
                var parser = factory.newSAXParser();
                parser.setProperty("http://xml.org/sax/properties/lexical-handler", told);
                parser.parse(new ByteArrayInputStream(document), told);
                return told.form.toString();
            } catch (SAXException e) {
                return "";
            } catch (ParserConfigurationException | IOException e) {
                // Bytes that are not UTF-8 come as an IOException.
                return "";
            }
        }

        private static final class Told extends DefaultHandler2 {
            private final Canonical form = new Canonical();

            @Override
            public void startElement(
                    String uri, String localName, String name, Attributes attributes) {
                form.start(uri, localName);
                for (int i = 0; i < attributes.getLength(); i++) {
                    form.attribute(
                            attributes.getURI(i),
                            attributes.getLocalName(i),
                            attributes.getValue(i));
                }
            }

            @Override
            public void endElement(String uri, String localName, String name) {
                form.end();
            }

            @Override
            public void characters(char[] text, int start, int length) {
                form.text(new String(text, start, length));
            }

            @Override
            public void comment(char[] text, int start, int length) throws SAXException {
                throw new SAXException("comment");
            }

            @Override
            public void processingInstruction(String target, String data) throws SAXException {
                throw new SAXException("processing instruction");
            }
        }
    }
}
