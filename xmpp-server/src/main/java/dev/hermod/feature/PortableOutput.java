package dev.hermod.feature;

import dev.hermod.xml.FrozenElement;
import java.io.IOException;

/// Takes the children of an element of any size.
public interface PortableOutput {
    /// Writes a child, whole.
    void element(FrozenElement element) throws IOException;

    /// Begins a child that has more content than fits into memory.
    ///
    /// @param head its name and attributes
    /// @param content writes its children
    void element(FrozenElement head, Content content) throws IOException;

    /// Writes the children of an element.
    @FunctionalInterface
    interface Content {
        void write() throws IOException;
    }
}
