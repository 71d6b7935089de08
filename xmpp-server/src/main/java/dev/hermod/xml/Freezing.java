package dev.hermod.xml;

import java.util.ArrayList;
import java.util.List;
import org.dom4j.Attribute;
import org.dom4j.CDATA;
import org.dom4j.CharacterData;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.Node;
import org.dom4j.QName;
import org.dom4j.Text;
import org.dom4j.tree.FlyweightAttribute;
import org.dom4j.tree.FlyweightText;

/// Makes frozen elements of dom4j's mutable ones, and compares frozen ones.
final class Freezing {

    private Freezing() {}

    static FrozenElement freeze(Element draft, String inherited) {
        if (draft instanceof FrozenElement frozen) {
            return frozen;
        }
        QName name = nameOf(draft, inherited);
        String passedOn = name.getNamespacePrefix().isEmpty() ? name.getNamespaceURI() : inherited;
        List<Attribute> attributes = new ArrayList<>(draft.attributeCount());
        for (Attribute attribute : draft.attributes()) {
            attributes.add(new FlyweightAttribute(attribute.getQName(), attribute.getValue()));
        }
        List<Node> content = new ArrayList<>(draft.nodeCount());
        declared(draft, name, content);
        for (Node node : draft.content()) {
            if (node instanceof Element child) {
                content.add(freeze(child, passedOn));
            } else if (node instanceof Text || node instanceof CDATA) {
                content.add(new FlyweightText(node.getText()));
            }
        }
        return new FrozenElement(name, List.copyOf(attributes), joined(content));
    }

    private static QName nameOf(Element draft, String inherited) {
        return draft.getNamespaceURI().isEmpty()
                ? Names.qualified(draft.getName(), inherited)
                : draft.getQName();
    }

    private static void declared(Element draft, QName name, List<Node> content) {
        for (Namespace namespace : draft.declaredNamespaces()) {
            String prefix = namespace.getPrefix();
            if (!prefix.isEmpty() && !prefix.equals(name.getNamespacePrefix())) {
                content.add(namespace);
            }
        }
    }

    /// The nodes as an unmodifiable list in which no text stands beside another.
    static List<Node> joined(List<Node> nodes) {
        List<Node> joined = nodes;
        for (int i = 1; i < nodes.size(); i++) {
            if (nodes.get(i) instanceof CharacterData
                    && nodes.get(i - 1) instanceof CharacterData) {
                joined = join(nodes);
                break;
            }
        }
        return List.copyOf(joined);
    }

    private static List<Node> join(List<Node> nodes) {
        List<Node> joined = new ArrayList<>(nodes.size());
        StringBuilder text = new StringBuilder();
        for (Node node : nodes) {
            if (node instanceof CharacterData) {
                text.append(node.getText());
            } else {
                flush(text, joined);
                joined.add(node);
            }
        }
        flush(text, joined);
        return joined;
    }

    private static void flush(StringBuilder text, List<Node> to) {
        if (!text.isEmpty()) {
            to.add(new FlyweightText(text.toString()));
            text.setLength(0);
        }
    }

    static boolean equal(FrozenElement one, FrozenElement other) {
        return one.getQName().equals(other.getQName())
                && sameAttributes(one.attributes(), other.attributes())
                && sameContent(
                        withoutNamespaces(one.content()), withoutNamespaces(other.content()));
    }

    private static boolean sameAttributes(List<Attribute> these, List<Attribute> those) {
        if (these.size() != those.size()) {
            return false;
        }
        for (Attribute attribute : these) {
            if (those.stream().noneMatch(that -> sameAttribute(attribute, that))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameAttribute(Attribute one, Attribute other) {
        return one.getQName().equals(other.getQName()) && one.getValue().equals(other.getValue());
    }

    private static List<Node> withoutNamespaces(List<Node> nodes) {
        return nodes.isEmpty() || !(nodes.getFirst() instanceof Namespace)
                ? nodes
                : nodes.stream().filter(node -> !(node instanceof Namespace)).toList();
    }

    private static boolean sameContent(List<Node> these, List<Node> those) {
        if (these.size() != those.size()) {
            return false;
        }
        for (int i = 0; i < these.size(); i++) {
            if (!sameNode(these.get(i), those.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameNode(Node one, Node other) {
        return (one instanceof FrozenElement || other instanceof FrozenElement)
                ? one.equals(other)
                : one.getText().equals(other.getText());
    }
}
