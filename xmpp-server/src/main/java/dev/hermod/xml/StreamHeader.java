package dev.hermod.xml;

import java.util.LinkedHashMap;
import java.util.Map;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/// What a peer said when it opened its stream (RFC 6120 section 4.7), not checked beyond its form.
///
/// @param defaultNamespace the content namespace, empty if none was declared
/// @param prefixes the other prefixes declared, which stanzas may use
public record StreamHeader(
        String defaultNamespace,
        @Nullable String to,
        @Nullable String from,
        @Nullable String version,
        @Nullable String lang,
        @Nullable String id,
        Map<String, String> prefixes) {

    /// The namespace of `<open/>` and `<close/>` in XMPP over WebSocket (RFC 7395).
    public static final String FRAMING = "urn:ietf:params:xml:ns:xmpp-framing";

    public StreamHeader {
        prefixes = Map.copyOf(prefixes);
    }

    /// The header that `<open/>` is (RFC 7395 section 3.4); its stanzas declare their namespaces
    /// themselves.
    public static StreamHeader framed(FrozenElement open) throws XmlStreamException {
        if (!open.localName().equals("open")) {
            throw new XmlStreamException(
                    StreamErrorCondition.BAD_FORMAT, "the stream must begin with <open/>");
        }
        if (!open.namespace().equals(FRAMING)) {
            throw new XmlStreamException(
                    StreamErrorCondition.INVALID_NAMESPACE, "wrong namespace of <open/>");
        }
        return new StreamHeader(
                "",
                open.attr("to"),
                open.attr("from"),
                open.attr("version"),
                open.lang(),
                open.attr("id"),
                Map.of());
    }

    /// Reads the start tag that the reader stands on.
    static StreamHeader of(XMLStreamReader2 reader) throws XmlStreamException {
        check(reader);
        String defaultNamespace = "";
        Map<String, String> prefixes = new LinkedHashMap<>();
        for (int i = 0; i < reader.getNamespaceCount(); i++) {
            String prefix = reader.getNamespacePrefix(i);
            if (prefix == null || prefix.isEmpty()) {
                defaultNamespace = reader.getNamespaceURI(i);
            } else if (!prefix.equals("stream") && !prefix.equals("xml")) {
                prefixes.put(prefix, reader.getNamespaceURI(i));
            }
        }
        return new StreamHeader(
                defaultNamespace,
                own(reader, "to"),
                own(reader, "from"),
                own(reader, "version"),
                reader.getAttributeValue(Names.XML, "lang"),
                own(reader, "id"),
                prefixes);
    }

    private static @Nullable String own(XMLStreamReader2 reader, String name) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String namespace = reader.getAttributeNamespace(i);
            if ((namespace == null || namespace.isEmpty())
                    && reader.getAttributeLocalName(i).equals(name)) {
                return reader.getAttributeValue(i);
            }
        }
        return null;
    }

    // RFC 6120 sections 4.8.1, 4.8.5 and 4.9.3.
    private static void check(XMLStreamReader2 reader) throws XmlStreamException {
        if (!reader.getLocalName().equals("stream")) {
            throw new XmlStreamException(
                    StreamErrorCondition.BAD_FORMAT, "the root element must be a stream");
        }
        if (!ElementWriter.STREAMS.equals(reader.getNamespaceURI())) {
            throw new XmlStreamException(
                    StreamErrorCondition.INVALID_NAMESPACE, "wrong stream namespace");
        }
        if (!"stream".equals(reader.getPrefix())) {
            throw new XmlStreamException(
                    StreamErrorCondition.BAD_NAMESPACE_PREFIX,
                    "the stream's prefix must be \"stream\"");
        }
    }

    /// The same header of a stream with another content namespace.
    public StreamHeader in(String contentNamespace) {
        return new StreamHeader(contentNamespace, to, from, version, lang, id, prefixes);
    }

    /// Writes it as the start tag of a stream (RFC 6120 section 4.2), behind an XML declaration.
    public void write(Utf8Buffer out) {
        out.append("<?xml version='1.0'?><stream:stream xmlns='")
                .appendAttribute(defaultNamespace)
                .append("' xmlns:stream='")
                .append(ElementWriter.STREAMS)
                .append((byte) '\'');
        writeAttributes(out);
        out.append((byte) '>');
    }

    /// Writes it as `<open/>` (RFC 7395 section 3.4).
    public void writeFramed(Utf8Buffer out) {
        out.append("<open xmlns='").append(FRAMING).append((byte) '\'');
        writeAttributes(out);
        out.append("/>");
    }

    private void writeAttributes(Utf8Buffer out) {
        attribute("id", id, out);
        attribute("from", from, out);
        attribute("to", to, out);
        attribute("version", version, out);
        attribute("xml:lang", lang, out);
    }

    private static void attribute(String name, @Nullable String value, Utf8Buffer out) {
        if (value != null) {
            out.append((byte) ' ').append(name).append("='");
            out.appendAttribute(value).append((byte) '\'');
        }
    }

    /// A header with the same namespaces and nothing else, to make a new parser go on where one
    /// left off.
    byte[] primer() {
        Utf8Buffer out = new Utf8Buffer(160);
        out.append("<stream:stream xmlns:stream='")
                .append(ElementWriter.STREAMS)
                .append((byte) '\'');
        out.append(" xmlns='").appendAttribute(defaultNamespace).append((byte) '\'');
        prefixes.forEach((prefix, uri) -> {
            out.append(" xmlns:").append(prefix).append((byte) '=').append((byte) '\'');
            out.appendAttribute(uri).append((byte) '\'');
        });
        return out.append((byte) '>').toByteArray();
    }
}
