package dev.hermod.xml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.dom4j.Attribute;
import org.dom4j.Element;
import org.dom4j.Node;
import org.dom4j.ProcessingInstruction;
import org.dom4j.QName;
import org.dom4j.tree.FlyweightAttribute;
import org.dom4j.tree.FlyweightText;
import org.jspecify.annotations.Nullable;

/// An element that never changes and knows no parent, so that it can be shared by stanzas, queues
/// and threads.
///
/// Its content is text, frozen elements, and, before them, the prefixes it declares beyond its own.
/// Lookups by a bare name respect namespaces, unlike dom4j's: see [#attribute(String)] and
/// [#element(String)]. Two elements are equal if they mean the same; prefixes and the order of
/// attributes do not matter.
public final class FrozenElement extends ClosedElement {
    private static final String STANZA_ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";

    private static final QName FROM = new QName("from");
    private static final QName TO = new QName("to");

    private final QName name;
    private final List<Attribute> attributes;
    private final List<Node> content;

    /// Both lists must be unmodifiable, and the nodes of the kinds named above.
    FrozenElement(QName name, List<Attribute> attributes, List<Node> content) {
        this.name = name;
        this.attributes = attributes;
        this.content = content;
    }

    /// A frozen copy of a draft; itself if it is frozen already.
    ///
    /// Elements without a namespace get their parent's, the root gets the default, since Tinder
    /// makes stanzas without one. Comments and processing instructions are left out.
    public static FrozenElement of(Element draft, String defaultNamespace) {
        return Freezing.freeze(draft, defaultNamespace);
    }

    /// Starts a new element.
    public static Builder named(String localName, String namespace) {
        return new Builder(Names.qualified(localName, namespace));
    }

    /// This element with another value of an attribute that is in no namespace; null takes it away.
    public FrozenElement with(String attribute, @Nullable String value) {
        return withAttribute(Names.qualified(attribute, ""), value);
    }

    /// This element with another `xml:lang`.
    public FrozenElement withLang(@Nullable String lang) {
        return withAttribute(Names.LANG, lang);
    }

    private FrozenElement withAttribute(QName key, @Nullable String value) {
        List<Attribute> changed = new ArrayList<>(attributes.size() + 1);
        boolean pending = value != null;
        for (Attribute present : attributes) {
            if (!present.getQName().equals(key)) {
                changed.add(present);
            } else if (pending) {
                changed.add(new FlyweightAttribute(key, value));
                pending = false;
            }
        }
        if (pending) {
            changed.add(new FlyweightAttribute(key, value));
        }
        return new FrozenElement(name, List.copyOf(changed), content);
    }

    /// This element with these addresses in place of its own; null takes one away.
    public FrozenElement addressed(@Nullable String from, @Nullable String to) {
        if (Objects.equals(attr("from"), from) && Objects.equals(attr("to"), to)) {
            return this;
        }
        List<Attribute> changed = new ArrayList<>(attributes.size() + 2);
        for (Attribute present : attributes) {
            if (!present.getQName().equals(FROM) && !present.getQName().equals(TO)) {
                changed.add(present);
            }
        }
        if (from != null) {
            changed.add(new FlyweightAttribute(FROM, from));
        }
        if (to != null) {
            changed.add(new FlyweightAttribute(TO, to));
        }
        return new FrozenElement(name, List.copyOf(changed), content);
    }

    /// This element with one more child, at the end.
    public FrozenElement withChild(FrozenElement child) {
        Node[] nodes = content.toArray(new Node[content.size() + 1]);
        nodes[content.size()] = child;
        return new FrozenElement(name, attributes, List.of(nodes));
    }

    /// This element without the children that match.
    public FrozenElement withoutChildren(Predicate<FrozenElement> unwanted) {
        List<Node> kept = new ArrayList<>(content);
        boolean changed =
                kept.removeIf(node -> node instanceof FrozenElement child && unwanted.test(child));
        return changed ? new FrozenElement(name, attributes, Freezing.joined(kept)) : this;
    }

    /// Its name, without a prefix, and its attributes.
    public FrozenElement bare() {
        return new FrozenElement(Names.qualified(localName(), namespace()), attributes, List.of());
    }

    /// This element with content of the namespace `from` moved to `to`, down to where another
    /// namespace begins.
    ///
    /// What a server sends in `jabber:server` is the `jabber:client` of everyone else (RFC 6120
    /// section 4.8.3); a stanza embedded in another namespace keeps its own.
    public FrozenElement rescoped(String from, String to) {
        if (!namespace().equals(from)) {
            return this;
        }
        List<Node> moved = new ArrayList<>(content.size());
        for (Node node : content) {
            moved.add(node instanceof FrozenElement child ? child.rescoped(from, to) : node);
        }
        return new FrozenElement(Names.qualified(localName(), to), attributes, List.copyOf(moved));
    }

    /// The first child of this name, or null.
    public @Nullable FrozenElement child(String localName, String namespace) {
        for (Node node : content) {
            if (node instanceof FrozenElement child && child.is(localName, namespace)) {
                return child;
            }
        }
        return null;
    }

    /// All child elements, in order.
    public List<FrozenElement> childElements() {
        int text = 0;
        for (Node node : content) {
            text += node instanceof FrozenElement ? 0 : 1;
        }
        FrozenElement[] children = new FrozenElement[content.size() - text];
        int at = 0;
        for (Node node : content) {
            if (node instanceof FrozenElement child) {
                children[at++] = child;
            }
        }
        return List.of(children);
    }

    /// All child elements of this name, in order.
    public List<FrozenElement> children(String localName, String namespace) {
        List<FrozenElement> found = new ArrayList<>();
        for (Node node : content) {
            if (node instanceof FrozenElement child && child.is(localName, namespace)) {
                found.add(child);
            }
        }
        return Collections.unmodifiableList(found);
    }

    /// The value of an attribute that is in no namespace, or null.
    public @Nullable String attr(String attribute) {
        Attribute found = attribute(attribute);
        return found == null ? null : found.getValue();
    }

    /// The value of an attribute in this namespace, or null.
    public @Nullable String attr(String attribute, String inNamespace) {
        for (Attribute present : attributes) {
            if (present.getName().equals(attribute)
                    && present.getNamespaceURI().equals(inNamespace)) {
                return present.getValue();
            }
        }
        return null;
    }

    /// The text directly inside this element, empty if there is none.
    public String text() {
        return getText();
    }

    public String localName() {
        return name.getName();
    }

    /// The namespace, empty if there is none.
    public String namespace() {
        return name.getNamespaceURI();
    }

    /// True if this is its local name and its namespace.
    public boolean is(String localName, String namespace) {
        return name.getName().equals(localName) && name.getNamespaceURI().equals(namespace);
    }

    /// The value of `xml:lang` on this very element, or null.
    public @Nullable String lang() {
        Attribute found = attribute(Names.LANG);
        return found == null ? null : found.getValue();
    }

    @Override
    public QName getQName() {
        return name;
    }

    /// The attribute of this name that is in no namespace: `x:from` must not pass for `from`.
    @Override
    public @Nullable Attribute attribute(String attribute) {
        for (Attribute present : attributes) {
            if (present.getName().equals(attribute) && present.getNamespaceURI().isEmpty()) {
                return present;
            }
        }
        return null;
    }

    @Override
    public @Nullable Attribute attribute(QName attribute) {
        return super.attribute(attribute);
    }

    /// The first child of this name in this element's own namespace (in `<error/>`, also in that of
    /// the conditions): `<body xmlns='urn:other'/>` must not pass for the body.
    @Override
    public @Nullable Element element(String child) {
        FrozenElement own = child(child, namespace());
        return own == null && localName().equals("error") ? child(child, STANZA_ERRORS) : own;
    }

    /// All child elements.
    @Override
    public List<Element> elements() {
        return Collections.unmodifiableList(childElements());
    }

    @Override
    public List<Attribute> attributes() {
        return attributes;
    }

    @Override
    public List<Node> content() {
        return content;
    }

    @Override
    protected List<Attribute> attributeList() {
        return attributes;
    }

    @Override
    protected List<Attribute> attributeList(int size) {
        return attributes;
    }

    @Override
    protected List<Node> contentList() {
        return content;
    }

    @Override
    public List<ProcessingInstruction> processingInstructions() {
        return List.of();
    }

    @Override
    public List<ProcessingInstruction> processingInstructions(String target) {
        return List.of();
    }

    @Override
    public @Nullable ProcessingInstruction processingInstruction(String target) {
        return null;
    }

    /// The element with all its namespaces declared; unlike dom4j's, a parser gives back the same
    /// element.
    @Override
    public String asXML() {
        return ElementWriter.toXml(this);
    }

    @Override
    public String toString() {
        return asXML();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof FrozenElement that && Freezing.equal(this, that));
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + attributes.size();
    }

    /// Makes a frozen element. For one thread and one element.
    public static final class Builder {
        private final QName name;
        private final List<Attribute> attributes = new ArrayList<>(4);
        private final List<Node> content = new ArrayList<>(4);

        private Builder(QName name) {
            this.name = name;
        }

        /// Adds an attribute in no namespace; a null value is left out.
        public Builder attribute(String attribute, @Nullable String value) {
            if (value != null) {
                attributes.add(new FlyweightAttribute(Names.qualified(attribute, ""), value));
            }
            return this;
        }

        /// Adds an attribute in a namespace; a null value is left out.
        public Builder attribute(QName attribute, @Nullable String value) {
            if (value != null) {
                attributes.add(new FlyweightAttribute(attribute, value));
            }
            return this;
        }

        /// Adds text; null and empty text is left out.
        public Builder text(@Nullable String text) {
            if (text != null && !text.isEmpty()) {
                content.add(new FlyweightText(text));
            }
            return this;
        }

        /// Adds a child; null is left out.
        public Builder child(@Nullable FrozenElement child) {
            if (child != null) {
                content.add(child);
            }
            return this;
        }

        public Builder children(Collection<FrozenElement> children) {
            content.addAll(children);
            return this;
        }

        public FrozenElement build() {
            return new FrozenElement(name, List.copyOf(attributes), Freezing.joined(content));
        }
    }
}
