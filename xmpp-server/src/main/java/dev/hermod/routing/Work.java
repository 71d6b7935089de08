package dev.hermod.routing;

import dev.hermod.storage.LogMessage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What is to be done for a stanza, told apart by how its sender's later stanzas must wait for it.
public sealed interface Work {
    /// Quick, on the calling thread.
    record Now(Runnable task) implements Work {}

    /// May block, on a virtual thread; the sender's later stanzas wait for its end.
    record Blocking(Runnable task) implements Work {}

    /// Not known before something is loaded: `making` blocks, on a virtual thread, and yields the
    /// work proper; the sender's later stanzas wait for that. It does nothing else, so it need not
    /// wait for the commit of earlier ones.
    record Later(Supplier<Work> making) implements Work {}

    /// Goes to the log; what the sender sends to others later waits for its commit, further
    /// messages to the log do not.
    record Log(LogMessage message, LoggedRoute route) implements Work {}

    /// Is handed, on the calling thread, to somebody who runs what they are given once it is
    /// settled; what the sender sends to others later waits for that, what is handed over does not.
    record Handed(Consumer<Runnable> handing) implements Work {}
}
