package dev.hermod.extensions.lastactivity;

import dev.hermod.feature.Session;
import dev.hermod.feature.SessionListener;
import dev.hermod.feature.Slot;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Presence;

/// Notes accounts as they come and go, with what their last resource said as it became unavailable.
final class LastWords implements SessionListener {
    /// Long enough for any status that a person reads.
    static final int LONGEST = 1_000;

    private final SeenWriter writer;
    private final Slot<String> words;

    LastWords(SeenWriter writer, Slot<String> words) {
        this.writer = writer;
        this.words = words;
    }

    @Override
    public void bound(Session session) {
        writer.note(session.account().address(), null);
    }

    @Override
    public void unavailable(Session session, Presence said) {
        FrozenElement status = Stanzas.element(said).child("status", Stanzas.CLIENT);
        session.set(words, status == null ? null : shortened(status.text()));
    }

    @Override
    public void ended(Session session) {
        if (session.account().sessions().isEmpty()) {
            writer.note(session.account().address(), session.get(words));
        }
    }

    private static @Nullable String shortened(String status) {
        if (status.length() <= LONGEST) {
            return status.isEmpty() ? null : status;
        }
        int end = Character.isHighSurrogate(status.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return status.substring(0, end);
    }
}
