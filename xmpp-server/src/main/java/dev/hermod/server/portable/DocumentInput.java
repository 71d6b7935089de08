package dev.hermod.server.portable;

import dev.hermod.feature.PortableInput;
import dev.hermod.xml.DocumentReader;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlLimits;
import dev.hermod.xml.XmlStreamException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An element of a document that was entered. What its owner has not read of a child is passed over
/// when the next one is asked for.
final class DocumentInput implements PortableInput {
    /// Of one element that is taken whole, such as a vCard or a message.
    private static final XmlLimits LIMITS = new XmlLimits(16 << 20, 1_000, 1_000);

    private final DocumentReader reader;
    private final FrozenElement head;
    private final Consumer<String> notes;
    private @Nullable DocumentInput entered;
    private boolean ended;

    private DocumentInput(DocumentReader reader, FrozenElement head, Consumer<String> notes) {
        this.reader = reader;
        this.head = head;
        this.notes = notes;
    }

    /// The document itself, whose one child is the root.
    static DocumentInput document(InputStream in, Consumer<String> notes) throws IOException {
        try {
            FrozenElement head = FrozenElement.named("document", "").build();
            return new DocumentInput(reader(in), head, notes);
        } catch (XmlStreamException e) {
            throw new IOException("not XML: " + e.getMessage(), e);
        }
    }

    static DocumentReader reader(InputStream in) throws XmlStreamException, IOException {
        return DocumentReader.of(in, LIMITS);
    }

    @Override
    public FrozenElement head() {
        return head;
    }

    @Override
    public @Nullable FrozenElement next() throws IOException {
        try {
            return toNext() ? reader.element() : null;
        } catch (XmlStreamException e) {
            throw trouble(e);
        }
    }

    @Override
    public @Nullable DocumentInput enter() throws IOException {
        try {
            if (!toNext()) {
                return null;
            }
            DocumentInput child = new DocumentInput(reader, reader.head(), notes);
            reader.enter();
            entered = child;
            return child;
        } catch (XmlStreamException e) {
            throw trouble(e);
        }
    }

    @Override
    public void leftOut(String what) {
        notes.accept("line " + reader.line() + ": " + what);
    }

    private boolean toNext() throws XmlStreamException, IOException {
        DocumentInput child = entered;
        if (child != null) {
            child.drain();
            entered = null;
        }
        if (!ended) {
            ended = !reader.next();
        }
        return !ended;
    }

    private void drain() throws XmlStreamException, IOException {
        while (toNext()) {
            // Passed over.
        }
    }

    private IOException trouble(XmlStreamException e) {
        return new IOException("line " + reader.line() + ": " + e.getMessage(), e);
    }
}
