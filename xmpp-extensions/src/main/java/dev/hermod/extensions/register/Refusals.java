package dev.hermod.extensions.register;

import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.StorageUnavailableException;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.PacketError;

/// Answers refusals without what was sent: it may hold a password (XEP-0077 3.3).
final class Refusals {
    private Refusals() {}

    /// Does what may be refused.
    @FunctionalInterface
    interface Attempt {
        @Nullable IQ run() throws StanzaException;
    }

    static @Nullable IQ answer(IQ request, Attempt attempt) {
        try {
            return attempt.run();
        } catch (StanzaException refusal) {
            return bare(request, refusal);
        } catch (StorageUnavailableException unavailable) {
            return bare(
                    request,
                    new StanzaException(
                            PacketError.Condition.resource_constraint, "try again later"));
        }
    }

    private static IQ bare(IQ request, StanzaException refusal) {
        IQ empty = Stanzas.iq(Stanzas.element(request).withoutChildren(_ -> true));
        return (IQ) Stanzas.error(empty, refusal);
    }
}
