package dev.hermod.xml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.codehaus.stax2.XMLStreamReader2;
import org.dom4j.Attribute;
import org.dom4j.Node;
import org.dom4j.QName;
import org.dom4j.tree.FlyweightAttribute;
import org.dom4j.tree.FlyweightText;
import org.jspecify.annotations.Nullable;

/// Turns the events of one element after another into frozen elements.
///
/// Finished nodes wait on one stack; each open element remembers where on it its content begins.
final class TreeBuilder {
    private QName[] names = new QName[8];

    @SuppressWarnings({
        "unchecked",
        "rawtypes"
    }) // arrays of a generic type cannot be made otherwise
    private List<Attribute>[] attributes = new List[8];

    private int[] marks = new int[8];
    private int depth;
    private final ArrayList<Node> finished = new ArrayList<>();
    private @Nullable String text;
    private @Nullable StringBuilder moreText;

    /// Levels that are open now.
    int depth() {
        return depth;
    }

    void start(XMLStreamReader2 reader, XmlLimits limits) throws XmlStreamException {
        flushText();
        if (depth >= limits.depth()) {
            throw policy("elements nest too deeply");
        }
        checkAttributes(reader, limits);
        if (depth == names.length) {
            grow();
        }
        names[depth] = elementName(reader);
        attributes[depth] = attributes(reader);
        marks[depth] = finished.size();
        depth++;
        declarations(reader);
    }

    /// Ends the innermost element; true if it was the outermost too, which [#take] then gives.
    boolean end() {
        flushText();
        depth--;
        int mark = marks[depth];
        FrozenElement element =
                new FrozenElement(names[depth], attributes[depth], contentFrom(mark));
        truncate(mark);
        finished.add(element);
        return depth == 0;
    }

    /// The element that ended last.
    FrozenElement take() {
        return (FrozenElement) finished.removeLast();
    }

    void text(String piece) {
        if (piece.isEmpty()) {
            return;
        }
        if (text == null) {
            text = piece;
        } else {
            if (moreText == null) {
                moreText = new StringBuilder(text);
            }
            moreText.append(piece);
        }
    }

    static void checkAttributes(XMLStreamReader2 reader, XmlLimits limits)
            throws XmlStreamException {
        int declarations = reader.getNamespaceCount();
        if (reader.getAttributeCount() + declarations > limits.attributes()) {
            throw policy("too many attributes");
        }
        for (int i = 0; i < declarations; i++) {
            // Namespaces in XML 1.0, section 2.2; Aalto lets it pass.
            if (!isEmpty(reader.getNamespacePrefix(i)) && isEmpty(reader.getNamespaceURI(i))) {
                throw AaltoParser.notWellFormed();
            }
        }
    }

    static XmlStreamException policy(String text) {
        return new XmlStreamException(StreamErrorCondition.POLICY_VIOLATION, text);
    }

    private void declarations(XMLStreamReader2 reader) {
        int count = reader.getNamespaceCount();
        for (int i = 0; i < count; i++) {
            String prefix = reader.getNamespacePrefix(i);
            if (!isEmpty(prefix) && !prefix.equals(reader.getPrefix())) {
                finished.add(Names.namespaceOf(prefix, reader.getNamespaceURI(i)));
            }
        }
    }

    private static QName elementName(XMLStreamReader2 reader) {
        return Names.qualified(
                orEmpty(reader.getPrefix()),
                reader.getLocalName(),
                orEmpty(reader.getNamespaceURI()));
    }

    private static List<Attribute> attributes(XMLStreamReader2 reader) {
        int count = reader.getAttributeCount();
        return switch (count) {
            case 0 -> List.of();
            case 1 -> List.of(attribute(reader, 0));
            default -> {
                Attribute[] all = new Attribute[count];
                for (int i = 0; i < count; i++) {
                    all[i] = attribute(reader, i);
                }
                yield List.of(all);
            }
        };
    }

    private static Attribute attribute(XMLStreamReader2 reader, int index) {
        QName name =
                Names.qualified(
                        orEmpty(reader.getAttributePrefix(index)),
                        reader.getAttributeLocalName(index),
                        orEmpty(reader.getAttributeNamespace(index)));
        return new FlyweightAttribute(name, reader.getAttributeValue(index));
    }

    private List<Node> contentFrom(int mark) {
        int size = finished.size() - mark;
        return switch (size) {
            case 0 -> List.of();
            case 1 -> List.of(finished.get(mark));
            case 2 -> List.of(finished.get(mark), finished.get(mark + 1));
            default -> List.of(finished.subList(mark, mark + size).toArray(new Node[size]));
        };
    }

    private void truncate(int size) {
        for (int last = finished.size() - 1; last >= size; last--) {
            finished.remove(last);
        }
    }

    private void flushText() {
        if (text == null) {
            return;
        }
        finished.add(new FlyweightText(moreText == null ? text : moreText.toString()));
        text = null;
        moreText = null;
    }

    private void grow() {
        names = Arrays.copyOf(names, depth * 2);
        attributes = Arrays.copyOf(attributes, depth * 2);
        marks = Arrays.copyOf(marks, depth * 2);
    }

    private static boolean isEmpty(@Nullable String string) {
        return string == null || string.isEmpty();
    }

    private static String orEmpty(@Nullable String string) {
        return string == null ? "" : string;
    }
}
