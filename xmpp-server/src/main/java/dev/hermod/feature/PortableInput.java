package dev.hermod.feature;

import dev.hermod.xml.FrozenElement;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// An element of any size that is read child by child.
public interface PortableInput {
    /// Its name and its attributes.
    FrozenElement head();

    /// The next child, whole; `null` when there are no more.
    ///
    /// @throws IOException also for what is no XML, or too large
    @Nullable FrozenElement next() throws IOException;

    /// Goes into the next child; `null` when there are no more. What is not read of it when the
    /// next one is asked for is passed over.
    ///
    /// @throws IOException also for what is no XML
    @Nullable PortableInput enter() throws IOException;

    /// Tells the operator that something was left out.
    ///
    /// @param what in words, with the reason
    void leftOut(String what);
}
