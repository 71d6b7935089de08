package dev.hermod.presence;

import dev.hermod.feature.SlotText;
import dev.hermod.stanza.Jids;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.xmpp.packet.JID;

/// Whom a resource has sent directed presence, so that they hear when it becomes unavailable (RFC
/// 6121 4.6). Bounded, since a client chooses the addresses.
final class DirectedPresence {
    static final int MAXIMUM = 1_000;

    /// An address a line.
    static final SlotText<DirectedPresence> TEXT =
            new SlotText<>(
                    "directed-presence", DirectedPresence::toText, DirectedPresence::fromText);

    private final Set<JID> recipients = new LinkedHashSet<>();

    private synchronized String toText() {
        return recipients.stream().map(JID::toString).collect(Collectors.joining("\n"));
    }

    private static DirectedPresence fromText(String text) {
        DirectedPresence read = new DirectedPresence();
        text.lines().map(Jids::prepared).forEach(read::add);
        return read;
    }

    /// `false` when there are too many.
    synchronized boolean add(JID recipient) {
        return recipients.contains(recipient)
                || (recipients.size() < MAXIMUM && recipients.add(recipient));
    }

    synchronized void remove(JID recipient) {
        recipients.remove(recipient);
    }

    /// All recipients, who are forgotten with this.
    synchronized List<JID> drain() {
        List<JID> all = List.copyOf(recipients);
        recipients.clear();
        return all;
    }
}
