package dev.hermod.xml;

import java.util.List;
import java.util.TreeSet;
import org.dom4j.Attribute;
import org.dom4j.Node;

/// What a document means, as text that is the same for every parser: names with their namespaces,
/// attributes in order, text; no prefixes. ASCII only, so that every language sorts it alike.
final class Canonical {
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private final TreeSet<String> attributes = new TreeSet<>();
    private String open = "";
    private int depth;

    /// The form of elements that stand in a stream of `jabber:client`.
    static String ofStream(List<FrozenElement> elements) {
        Canonical form = new Canonical();
        form.start(ElementWriter.STREAMS, "stream");
        elements.forEach(form::element);
        form.end();
        return form.toString();
    }

    /// The form of an element that stands alone.
    static String of(FrozenElement element) {
        Canonical form = new Canonical();
        form.element(element);
        return form.toString();
    }

    private void element(FrozenElement element) {
        start(element.namespace(), element.localName());
        for (Attribute attribute : element.attributes()) {
            attribute(attribute.getNamespaceURI(), attribute.getName(), attribute.getValue());
        }
        for (Node node : element.content()) {
            switch (node) {
                case FrozenElement child -> element(child);
                case org.dom4j.Namespace _ -> {}
                default -> text(node.getText());
            }
        }
        end();
    }

    void start(String namespace, String localName) {
        flush();
        depth++;
        open = "<" + name(namespace, localName);
    }

    /// Of the element that was started last.
    void attribute(String namespace, String localName, String value) {
        attributes.add(name(namespace, localName) + "=" + escaped(value));
    }

    void text(String more) {
        closeTag();
        text.append(more);
    }

    void end() {
        flush();
        depth--;
        out.append("</>");
    }

    private void flush() {
        closeTag();
        if (!text.isEmpty() && !isBetweenStanzas()) {
            out.append('"').append(escaped(text.toString())).append('"');
        }
        text.setLength(0);
    }

    // White space between stanzas is a sign of life and means nothing.
    private boolean isBetweenStanzas() {
        return depth == 1 && text.chars().allMatch(c -> " \t\r\n".indexOf(c) >= 0);
    }

    private void closeTag() {
        if (!open.isEmpty()) {
            out.append(open);
            attributes.forEach(one -> out.append(' ').append(one));
            out.append('>');
            attributes.clear();
            open = "";
        }
    }

    private static String name(String namespace, String localName) {
        return "{" + escaped(namespace) + "}" + escaped(localName);
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints()
                .forEach(code -> {
                    if (code < 0x80 && Character.isLetterOrDigit(code)) {
                        escaped.append((char) code);
                    } else {
                        escaped.append('%')
                                .append(
                                        Integer.toHexString(code)
                                                .toUpperCase(java.util.Locale.ROOT))
                                .append(';');
                    }
                });
        return escaped.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
