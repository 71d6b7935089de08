package dev.hermod.xml;

import java.util.List;
import java.util.Objects;
import org.dom4j.Attribute;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.Node;
import org.dom4j.NodeFilter;
import org.dom4j.ProcessingInstruction;
import org.dom4j.QName;
import org.dom4j.XPath;
import org.dom4j.tree.AbstractElement;
import org.dom4j.tree.NamespaceStack;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;

/// Everything by which dom4j could change an element, refused.
///
/// What is not here (iterators, lists over the content) is refused by the immutable lists of
/// [FrozenElement].
abstract class ClosedElement extends AbstractElement {

    private static UnsupportedOperationException frozen() {
        return new UnsupportedOperationException(
                "this element is frozen: make a new one, or a draft by createCopy()");
    }

    /// Does nothing where the value is the same: Tinder's constructors write `to` and `from` back.
    @Override
    public Element addAttribute(String name, @Nullable String value) {
        return requireSame(attribute(name), value);
    }

    @Override
    public Element addAttribute(QName name, @Nullable String value) {
        return requireSame(attribute(name), value);
    }

    private Element requireSame(@Nullable Attribute present, @Nullable String value) {
        if (Objects.equals(present == null ? null : present.getValue(), value)) {
            return this;
        }
        throw frozen();
    }

    @Override
    public void add(Attribute attribute) {
        throw frozen();
    }

    @Override
    public boolean remove(Attribute attribute) {
        throw frozen();
    }

    @Override
    public void setAttributes(List<Attribute> attributes) {
        throw frozen();
    }

    @Override
    public void setAttributes(
            Attributes attributes, NamespaceStack namespaces, boolean noNamespaceAttributes) {
        throw frozen();
    }

    @Override
    public void setName(String name) {
        throw frozen();
    }

    @Override
    public void setNamespace(Namespace namespace) {
        throw frozen();
    }

    @Override
    public void setQName(QName name) {
        throw frozen();
    }

    @Override
    public void setContent(List<Node> content) {
        throw frozen();
    }

    @Override
    public void clearContent() {
        throw frozen();
    }

    @Override
    public void setText(String text) {
        throw frozen();
    }

    @Override
    public void normalize() {
        throw frozen();
    }

    @Override
    public boolean removeProcessingInstruction(String target) {
        throw frozen();
    }

    @Override
    public void setProcessingInstructions(List<ProcessingInstruction> instructions) {
        throw frozen();
    }

    @Override
    public Node detach() {
        throw frozen();
    }

    @Override
    protected void addNode(Node node) {
        throw frozen();
    }

    @Override
    protected void addNode(int index, Node node) {
        throw frozen();
    }

    @Override
    protected void addNewNode(Node node) {
        throw frozen();
    }

    @Override
    protected void addNewNode(int index, Node node) {
        throw frozen();
    }

    @Override
    protected boolean removeNode(Node node) {
        throw frozen();
    }

    @Override
    protected void childAdded(Node node) {
        throw frozen();
    }

    @Override
    protected void childRemoved(Node node) {
        throw frozen();
    }

    /// Refused, as all XPath is: an element without parents would silently find nothing.
    @Override
    public XPath createXPath(String expression) {
        throw new UnsupportedOperationException("no XPath on frozen elements");
    }

    @Override
    public NodeFilter createXPathFilter(String expression) {
        throw new UnsupportedOperationException("no XPath on frozen elements");
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    /// A deep, mutable copy, so that Tinder's `createCopy` gives a draft as it promises.
    @Override
    @SuppressWarnings("MissingSuperCall") // a copy of another class is the point
    public Object clone() {
        return createCopy();
    }
}
