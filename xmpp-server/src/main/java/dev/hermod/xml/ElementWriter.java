package dev.hermod.xml;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dom4j.Attribute;
import org.dom4j.Namespace;
import org.dom4j.Node;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;

/// Writes frozen elements as UTF-8, declaring exactly the namespaces that the place they are
/// written to lacks.
///
/// A parser gives back an equal element. Elements in a content namespace never get a prefix (RFC
/// 6120 section 4.8.5), and a stanza of another content namespace takes that of the stream.
public final class ElementWriter {
    /// The namespace of `<stream:stream/>`, whose prefix every stream declares.
    public static final String STREAMS = "http://etherx.jabber.org/streams";

    private static final Scope STREAM = new Scope("stream", STREAMS, null);

    private final Utf8Buffer out;
    private final String content;
    private final String stream;
    private final @Nullable WrittenContent shared;

    private ElementWriter(
            Utf8Buffer out, String content, String stream, @Nullable WrittenContent shared) {
        this.out = out;
        this.content = content;
        this.stream = stream;
        this.shared = shared;
    }

    /// Writes a first-level element of a stream with this default namespace and the prefix `stream`
    /// declared.
    public static void write(FrozenElement element, String streamNamespace, Utf8Buffer out) {
        write(element, streamNamespace, null, out, null);
    }

    /// The same with another `to` in place of the element's own, null to keep that: one stanza for
    /// many recipients.
    ///
    /// @param shared what was written before, `null` where nothing is written often
    public static void write(
            FrozenElement element,
            String streamNamespace,
            @Nullable String to,
            Utf8Buffer out,
            @Nullable WrittenContent shared) {
        boolean foreign = isContent(element.namespace()) && isContent(streamNamespace);
        String content = foreign ? element.namespace() : streamNamespace;
        new ElementWriter(out, content, streamNamespace, shared)
                .element(element, streamNamespace, STREAM, true, to);
    }

    /// Writes an element that stands alone, with all its namespaces declared.
    public static void writeAlone(FrozenElement element, Utf8Buffer out) {
        new ElementWriter(out, "", "", null).element(element, "", null, false, null);
    }

    /// The same with another `to` in place of the element's own, null to keep that.
    public static void writeAlone(FrozenElement element, @Nullable String to, Utf8Buffer out) {
        new ElementWriter(out, "", "", null).element(element, "", null, false, to);
    }

    /// Bytes that [#writeAlone] writes.
    public static int length(FrozenElement element) {
        Utf8Buffer out = new Utf8Buffer();
        writeAlone(element, out);
        return out.length();
    }

    /// The element as UTF-8, with all its namespaces declared.
    public static byte[] toBytes(FrozenElement element) {
        Utf8Buffer out = new Utf8Buffer();
        writeAlone(element, out);
        return out.toByteArray();
    }

    /// The element as text, with all its namespaces declared.
    public static String toXml(FrozenElement element) {
        Utf8Buffer out = new Utf8Buffer();
        writeAlone(element, out);
        return new String(out.array(), 0, out.length(), StandardCharsets.UTF_8);
    }

    private static boolean isContent(String namespace) {
        return namespace.startsWith("jabber:")
                && (namespace.equals("jabber:client")
                        || namespace.equals("jabber:server")
                        || namespace.equals("jabber:component:accept"));
    }

    private void element(
            FrozenElement element,
            String outerDefault,
            @Nullable Scope outer,
            boolean inContent,
            @Nullable String to) {
        QName name = element.getQName();
        String uri = inContent ? mapped(name.getNamespaceURI()) : name.getNamespaceURI();
        String prefix = prefix(uri, name);
        String written = prefix.isEmpty() ? name.getName() : prefix + ":" + name.getName();
        out.append((byte) '<').append(written);
        String inner = outerDefault;
        Scope scope = outer;
        if (!prefix.isEmpty()) {
            scope = bind(prefix, uri, scope);
        } else if (!uri.equals(outerDefault)) {
            out.append(" xmlns='").appendAttribute(uri).append((byte) '\'');
            inner = uri;
        }
        List<Node> nodes = element.content();
        scope = declarations(nodes, prefix, scope);
        scope = attributes(element, to, scope);
        if (nodes.isEmpty()) {
            out.append((byte) '/').append((byte) '>');
            return;
        }
        out.append((byte) '>');
        boolean goesOn = inContent && isMapped(name.getNamespaceURI());
        if (shared != null && STREAM.equals(scope) && goesOn && inner.equals(stream)) {
            shared(nodes, shared);
        } else {
            nodes(nodes, inner, scope, goesOn);
        }
        out.append((byte) '<').append((byte) '/').append(written).append((byte) '>');
    }

    /// What a stanza contains, in a place that is the same for all stanzas of this stream.
    private void shared(List<Node> nodes, WrittenContent shared) {
        byte[] before = shared.find(nodes, content, stream);
        if (before != null) {
            out.append(before);
            return;
        }
        int start = out.length();
        nodes(nodes, stream, STREAM, true);
        shared.written(nodes, content, stream, out, start);
    }

    // The two change places: what was in the stream's namespace without being content must not
    // become content where the stanza is written, such as a second <body/> that nobody here saw.
    private String mapped(String uri) {
        if (uri.equals(content)) {
            return stream;
        }
        return uri.equals(stream) ? content : uri;
    }

    private boolean isMapped(String uri) {
        return uri.equals(content) || uri.equals(stream);
    }

    // RFC 6120 section 4.8.5: peers look for <stream:features/> and <stream:error/> by their
    // prefix.
    private static String prefix(String uri, QName name) {
        if (uri.isEmpty() || isContent(uri)) {
            return "";
        }
        return uri.equals(STREAMS) ? "stream" : name.getNamespacePrefix();
    }

    private void nodes(List<Node> nodes, String inner, @Nullable Scope scope, boolean inContent) {
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (node instanceof FrozenElement child) {
                element(child, inner, scope, inContent, null);
            } else if (!(node instanceof Namespace)) {
                out.appendText(node.getText());
            }
        }
    }

    private @Nullable Scope declarations(List<Node> nodes, String own, @Nullable Scope outer) {
        Scope scope = outer;
        for (int i = 0; i < nodes.size() && nodes.get(i) instanceof Namespace namespace; i++) {
            String prefix = namespace.getPrefix();
            if (!prefix.isEmpty() && !prefix.equals(own) && !prefix.equals("xml")) {
                scope = bind(prefix, namespace.getURI(), scope);
            }
        }
        return scope;
    }

    private @Nullable Scope attributes(
            FrozenElement element, @Nullable String to, @Nullable Scope outer) {
        Scope scope = outer;
        boolean addressed = to == null;
        List<Attribute> attributes = element.attributes();
        for (int i = 0; i < attributes.size(); i++) {
            Attribute attribute = attributes.get(i);
            QName name = attribute.getQName();
            if (!name.getNamespaceURI().isEmpty()) {
                scope = qualified(name, attribute.getValue(), scope);
            } else if (to != null && name.getName().equals("to")) {
                attribute("to", to);
                addressed = true;
            } else {
                attribute(name.getName(), attribute.getValue());
            }
        }
        if (!addressed && to != null) {
            attribute("to", to);
        }
        return scope;
    }

    private void attribute(String name, String value) {
        out.append((byte) ' ').append(name).append((byte) '=').append((byte) '\'');
        out.appendAttribute(value).append((byte) '\'');
    }

    // A prefix that is bound to something else is not declared again, since an earlier attribute
    // may use it.
    private @Nullable Scope qualified(QName name, String value, @Nullable Scope outer) {
        Scope scope = outer;
        String uri = name.getNamespaceURI();
        String prefix = name.getNamespacePrefix();
        if (prefix.isEmpty() || !uri.equals(Scope.uriOf(prefix, scope))) {
            if (prefix.isEmpty() || Scope.uriOf(prefix, scope) != null) {
                prefix = Scope.free(scope);
            }
            scope = bind(prefix, uri, scope);
        }
        attribute(prefix + ":" + name.getName(), value);
        return scope;
    }

    private @Nullable Scope bind(String prefix, String uri, @Nullable Scope scope) {
        if (uri.equals(Scope.uriOf(prefix, scope))) {
            return scope;
        }
        out.append(" xmlns:").append(prefix).append((byte) '=').append((byte) '\'');
        out.appendAttribute(uri).append((byte) '\'');
        return new Scope(prefix, uri, scope);
    }

    /// A prefix in force, and those in force outside of it.
    private record Scope(String prefix, String uri, @Nullable Scope outer) {

        static @Nullable String uriOf(String prefix, @Nullable Scope scope) {
            for (Scope at = scope; at != null; at = at.outer) {
                if (at.prefix.equals(prefix)) {
                    return at.uri;
                }
            }
            return prefix.equals("xml") ? Names.XML : null;
        }

        static String free(@Nullable Scope scope) {
            int number = 0;
            while (uriOf("n" + number, scope) != null) {
                number++;
            }
            return "n" + number;
        }
    }
}
