package dev.hermod.it;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// An element as a client reads it.
///
/// @param attributes by local name; `xml:lang` with its prefix, others of a namespace as
///   `{namespace}name`
/// @param text directly in this element, without that of its children
public record Xml(
        String name,
        String namespace,
        Map<String, String> attributes,
        List<Xml> children,
        String text) {

    /// Reads the element whose start tag the reader stands on, up to its end tag.
    static Xml read(XMLStreamReader reader) throws XMLStreamException {
        String name = reader.getLocalName();
        String namespace = orEmpty(reader.getNamespaceURI());
        Map<String, String> attributes = attributes(reader);
        List<Xml> children = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> children.add(read(reader));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    return new Xml(name, namespace, attributes, children, text.toString());
                }
                default -> throw new XMLStreamException("not allowed in a stream");
            }
        }
    }

    /// Reads an element that stands alone.
    public static Xml parse(String xml) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
            reader.nextTag();
            return read(reader);
        } catch (XMLStreamException e) {
            throw new AssertionError("not an element: " + xml, e);
        }
    }

    /// The attributes of the start tag that the reader stands on.
    static Map<String, String> attributes(XMLStreamReader reader) {
        Map<String, String> attributes = new TreeMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String namespace = orEmpty(reader.getAttributeNamespace(i));
            String local = reader.getAttributeLocalName(i);
            String key =
                    switch (namespace) {
                        case "" -> local;
                        case XMLConstants.XML_NS_URI -> "xml:" + local;
                        default -> "{" + namespace + "}" + local;
                    };
            attributes.put(key, reader.getAttributeValue(i));
        }
        return attributes;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    public boolean is(String wanted, String inNamespace) {
        return name.equals(wanted) && namespace.equals(inNamespace);
    }

    /// The value of an attribute, empty when it is not there.
    public String attr(String key) {
        return attributes.getOrDefault(key, "");
    }

    public boolean has(String child, String inNamespace) {
        return find(child, inNamespace).isPresent();
    }

    public Optional<Xml> find(String child, String inNamespace) {
        return children.stream().filter(each -> each.is(child, inNamespace)).findFirst();
    }

    /// The first child with that name, whatever its namespace.
    public Xml child(String wanted) {
        return children.stream()
                .filter(each -> each.name.equals(wanted))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no <" + wanted + "/> in " + this));
    }

    public Xml child(String wanted, String inNamespace) {
        return find(wanted, inNamespace)
                .orElseThrow(() ->
                        new AssertionError(
                                "no <%s xmlns='%s'/> in %s".formatted(wanted, inNamespace, this)));
    }

    /// The text of the `<body/>` of a message, empty without one.
    public String body() {
        return find("body", namespace).map(Xml::text).orElse("");
    }

    /// The condition of a stanza error or stream error, empty when this is no error.
    public String condition() {
        Xml error = name.equals("error") ? this : find("error", namespace).orElse(null);
        return error == null
                ? ""
                : error.children.stream()
                        .filter(each -> !each.name.equals("text"))
                        .map(Xml::name)
                        .findFirst()
                        .orElse("");
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("<").append(name);
        out.append(" xmlns='").append(namespace).append('\'');
        attributes.forEach((key, value) -> out.append(" %s='%s'".formatted(key, value)));
        out.append('>').append(text);
        children.forEach(out::append);
        return out.append("</").append(name).append('>').toString();
    }
}
