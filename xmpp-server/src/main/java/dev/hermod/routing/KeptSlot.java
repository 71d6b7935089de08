package dev.hermod.routing;

import dev.hermod.feature.Session;
import dev.hermod.feature.Slot;
import dev.hermod.feature.SlotText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A slot whose content outlives a restart of the server.
public record KeptSlot<T>(Slot<T> slot, SlotText<T> text) {
    public String name() {
        return text.name();
    }

    /// What a session has there.
    public Optional<String> read(Session session) {
        @Nullable T present = session.get(slot);
        return present == null ? Optional.empty() : Optional.of(text.toText().apply(present));
    }

    /// Puts back what [#read] had given.
    public void write(Session session, String written) {
        session.set(slot, text.fromText().apply(written));
    }
}
