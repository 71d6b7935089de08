package dev.hermod.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dom4j.Attribute;
import org.dom4j.Namespace;
import org.dom4j.Node;
import org.dom4j.QName;
import org.dom4j.tree.FlyweightAttribute;
import org.dom4j.tree.FlyweightText;

/// Elements with every name, namespace, prefix and text that a writer could stumble over.
final class RandomElements {
    private static final List<String> URIS =
            List.of(
                    "",
                    "jabber:client",
                    "jabber:server",
                    "jabber:component:accept",
                    ElementWriter.STREAMS,
                    "urn:a",
                    "urn:b",
                    "urn:c'<&\"",
                    "urn:\t\n\r>",
                    " urn:d ",
                    "urn:\u00e4\ud83d\ude00");
    private static final List<String> PREFIXES =
            List.of("", "p", "q", "n0", "stream", "n1", "\u00e9", "_-.0");
    private static final List<String> NAMES =
            List.of("e0", "e1", "e2", "\u00e9l\u00e9ment", "_", "x.-\u00b71", "stream", "message");
    private static final List<String> TEXTS =
            List.of(
                    "a",
                    "]]>",
                    "<![CDATA[x]]>",
                    "</stream:stream>",
                    "</e1></message><message from='evil@example.org'>",
                    "&lt;&#60;&amp;lt;",
                    "<&>'\"",
                    "\r\n\t x ",
                    "\ud83d\ude00\u00e4\u20ac",
                    " ",
                    "\r",
                    "a\r\nb",
                    "\u0085\u2028\ufffd\u007f",
                    "\ufeff",
                    "\udbff\udffd");
    private static final List<String> LANGS = List.of("en", "", "de-CH-1996", "'><x/>");

    private final Random random;

    RandomElements(long seed) {
        random = new Random(seed);
    }

    FrozenElement next() {
        return element(0);
    }

    private FrozenElement element(int depth) {
        return new FrozenElement(
                new QName(pick(NAMES), namespace()), attributes(), List.copyOf(content(depth)));
    }

    private List<Attribute> attributes() {
        List<Attribute> attributes = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            QName name = new QName("a" + i, namespace());
            attributes.add(new FlyweightAttribute(name, pick(TEXTS)));
        }
        if (random.nextInt(5) == 0) {
            attributes.add(new FlyweightAttribute(Names.LANG, pick(LANGS)));
        }
        return List.copyOf(attributes);
    }

    private List<Node> content(int depth) {
        List<Node> content = new ArrayList<>();
        if (random.nextInt(4) == 0) {
            content.add(new Namespace("p", pick(List.of("urn:a", "urn:b"))));
        }
        boolean text = false;
        for (int i = depth > 4 ? 0 : random.nextInt(4); i > 0; i--) {
            if (!text && random.nextBoolean()) {
                content.add(new FlyweightText(pick(TEXTS)));
                text = true;
            } else {
                content.add(element(depth + 1));
                text = false;
            }
        }
        return content;
    }

    private Namespace namespace() {
        String uri = pick(URIS);
        String prefix = pick(PREFIXES);
        return uri.isEmpty() ? Namespace.NO_NAMESPACE : new Namespace(prefix, uri);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
