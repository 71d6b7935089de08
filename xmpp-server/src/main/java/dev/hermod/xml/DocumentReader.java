package dev.hermod.xml;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;

/// Reads a document of any size from UTF-8: one goes into an element and takes its children one
/// after another, whole, or goes into them in turn. Text between children, comments and processing
/// instructions are passed over; a document type declaration is refused.
public final class DocumentReader {
    /// What the markup of an element counts beside its texts.
    private static final int MARKUP = 40;

    private final XMLStreamReader2 reader;
    private final XmlLimits limits;
    private boolean atChild;
    private int event;

    /// @param limits of each element that is taken whole
    private DocumentReader(XMLStreamReader2 reader, XmlLimits limits) {
        this.reader = reader;
        this.limits = limits;
    }

    /// Begins before the root, which is the first child.
    ///
    /// @param limits of each element that is taken whole
    public static DocumentReader of(InputStream in, XmlLimits limits)
            throws XmlStreamException, IOException {
        try {
            // A factory of its own, since Aalto's remember the names of all documents.
            XMLStreamReader2 reader =
                    (XMLStreamReader2) new InputFactoryImpl().createXMLStreamReader(in);
            return new DocumentReader(reader, limits);
        } catch (XMLStreamException e) {
            throw trouble(e);
        }
    }

    /// Goes to the next child of the element that was entered last; the one before is passed over
    /// if nobody took it. Where there is none, that element is left, and this is `false`.
    public boolean next() throws XmlStreamException, IOException {
        if (atChild) {
            skip();
        }
        while (true) {
            advance();
            if (event == XMLStreamConstants.START_ELEMENT) {
                atChild = true;
                return true;
            }
            if (event == XMLStreamConstants.END_ELEMENT
                    || event == XMLStreamConstants.END_DOCUMENT) {
                return false;
            }
        }
    }

    /// The child it is at, without its content.
    public FrozenElement head() throws XmlStreamException {
        requireChild();
        TreeBuilder tree = new TreeBuilder();
        start(tree);
        tree.end();
        return tree.take();
    }

    /// Goes into the child it is at.
    public void enter() {
        requireChild();
        atChild = false;
    }

    /// The child it is at, whole.
    ///
    /// @throws XmlStreamException also when it exceeds the limits
    public FrozenElement element() throws XmlStreamException, IOException {
        requireChild();
        atChild = false;
        TreeBuilder tree = new TreeBuilder();
        start(tree);
        long size = MARKUP;
        while (true) {
            advance();
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> {
                    start(tree);
                    size += MARKUP + attributesLength();
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (tree.end()) {
                        return tree.take();
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    String text = text();
                    size += text.length();
                    tree.text(text);
                }
                default -> {}
            }
            if (size > limits.stanzaBytes()) {
                throw TreeBuilder.policy("an element is too large");
            }
        }
    }

    /// How far it has come, for people.
    public int line() {
        return reader.getLocation().getLineNumber();
    }

    private void skip() throws XmlStreamException, IOException {
        atChild = false;
        int depth = 1;
        while (depth > 0) {
            advance();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
        }
    }

    private void requireChild() {
        if (!atChild) {
            throw new IllegalStateException("not at a child");
        }
    }

    private void start(TreeBuilder tree) throws XmlStreamException {
        try {
            tree.start(reader, limits);
        } catch (RuntimeException e) {
            // Aalto's accessors throw unchecked exceptions on bad input, dom4j on bad names.
            throw AaltoParser.notWellFormed();
        }
    }

    private long attributesLength() {
        long length = 0;
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            length += MARKUP + reader.getAttributeValue(i).length();
        }
        return length;
    }

    private String text() throws XmlStreamException {
        try {
            return reader.getText();
        } catch (RuntimeException e) {
            throw AaltoParser.notWellFormed();
        }
    }

    private void advance() throws XmlStreamException, IOException {
        try {
            event = reader.next();
        } catch (XMLStreamException e) {
            throw trouble(e);
        } catch (RuntimeException e) {
            throw AaltoParser.notWellFormed();
        }
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new XmlStreamException(
                    StreamErrorCondition.RESTRICTED_XML,
                    "document type declarations are not allowed");
        }
    }

    private static XmlStreamException trouble(XMLStreamException e) throws IOException {
        if (e.getNestedException() instanceof IOException io) {
            throw io;
        }
        return AaltoParser.notWellFormed();
    }
}
