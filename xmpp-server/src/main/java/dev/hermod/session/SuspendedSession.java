package dev.hermod.session;

import dev.hermod.routing.KeptSlot;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.SavedSession;
import dev.hermod.xml.FrozenElement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Presence;

/// A session as it is written down when the server stops, and made again when it starts.
final class SuspendedSession {
    private SuspendedSession() {}

    /// On the session's event loop, when nothing that it received is under way.
    ///
    /// @param seen up to which id of the log it was given what it was to be given
    static SavedSession save(
            BoundSession session, StreamManagement managed, long seen, List<KeptSlot<?>> slots) {
        Map<String, String> kept = new HashMap<>();
        slots.forEach(slot -> slot.read(session).ifPresent(text -> kept.put(slot.name(), text)));
        Unacknowledged sent = managed.unacknowledged();
        @Nullable Presence presence = session.presence();
        SessionState state =
                new SessionState(
                        session.stream(),
                        managed.patience(),
                        session.inbound().handled(),
                        sent.sent() - sent.size(),
                        seen,
                        presence == null ? null : Stanzas.element(presence),
                        kept,
                        sent.all().stream().flatMap(one -> sent(one).stream()).toList());
        return new SavedSession(
                session.address(),
                managed.id(),
                Instant.now().plus(session.sessions().parts().resumables().left(session)),
                state.write());
    }

    private static Optional<SessionState.Sent> sent(Unacknowledged.Sealed sealed) {
        return switch (sealed) {
            case Unacknowledged.Sealed.Logged(Delivered entry) ->
                    Optional.of(new SessionState.Sent(entry.id(), null, 0));
            case Unacknowledged.Sealed.Inline inline -> {
                Delivered entry = inline.entry();
                yield Optional.of(
                        new SessionState.Sent(
                                entry == null ? 0 : entry.id(),
                                inline.element(),
                                inline.epochMillis()));
            }
            case Unacknowledged.Sealed.Forgotten _ -> Optional.empty();
        };
    }

    /// Before anybody else knows the session; blocks.
    static void restore(
            BoundSession session, String id, SessionState state, List<KeptSlot<?>> slots) {
        Unacknowledged sent =
                session.management().start(id, state.patience(), state.handled()).unacknowledged();
        sent.restore(state.acknowledged());
        Sealing sealing = new Sealing(session);
        state.sent().forEach(one -> sent.add(sealing.sealed(one)));
        for (KeptSlot<?> slot : slots) {
            String text = state.slots().get(slot.name());
            if (text != null) {
                slot.write(session, text);
            }
        }
        @Nullable FrozenElement presence = state.presence();
        session.restored(presence == null ? null : Stanzas.presence(presence), state.seen());
    }

    /// Entries may stand in any order of their ids, and a receiver confirms up to an id: where they
    /// go back, another receiver begins.
    private static final class Sealing {
        private final BoundSession session;
        private Receiver receiver;
        private long before;

        Sealing(BoundSession session) {
            this.session = session;
            this.receiver = new Receiver(session);
        }

        Unacknowledged.Sealed sealed(SessionState.Sent one) {
            FrozenElement element = one.element();
            @Nullable Delivered entry = one.id() == 0 ? null : entry(one, element == null);
            if (element != null) {
                return new Unacknowledged.Sealed.Inline(element, 0, one.epochMillis(), entry);
            }
            return new Unacknowledged.Sealed.Logged(java.util.Objects.requireNonNull(entry));
        }

        private Delivered entry(SessionState.Sent one, boolean lasting) {
            if (one.id() < before) {
                receiver = new Receiver(session);
            }
            before = one.id();
            session.localAccount()
                    .ledger()
                    .answerFor(receiver, IdRanges.of(one.id() - 1, one.id()));
            return new Delivered(receiver, one.id(), lasting);
        }
    }
}
