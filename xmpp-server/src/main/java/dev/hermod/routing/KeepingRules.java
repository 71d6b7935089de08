package dev.hermod.routing;

import dev.hermod.feature.Transit;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.LogRow;
import dev.hermod.storage.Retention;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/// Which messages the log keeps, by what they carry: everything a person would miss, so all but
/// typing (XEP-0085), what is marked `no-store` (XEP-0334), and the types that RFC 6121 8.5
/// delivers at once or never.
final class KeepingRules {
    private static final String HINTS = "urn:xmpp:hints";
    private static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";
    private static final String STANZA_IDS = "urn:xmpp:sid:0";

    private KeepingRules() {}

    static Optional<Retention> retention(Message message) {
        if (message.getType() != Message.Type.chat && message.getType() != Message.Type.normal) {
            return Optional.empty();
        }
        FrozenElement root = Stanzas.element(message);
        if (root.child("no-store", HINTS) != null) {
            return Optional.empty();
        }
        if (root.child("no-permanent-store", HINTS) != null) {
            return Optional.of(Retention.UNTIL_DELIVERED);
        }
        boolean asked = root.child("store", HINTS) != null;
        return asked || saysSomething(root) ? Optional.of(Retention.ARCHIVE) : Optional.empty();
    }

    /// The rows of a message to a local account: one in the sender's archive and one in the
    /// recipient's, or a single one for a message to oneself; none when it is not kept.
    ///
    /// @param offRecord accounts whose history it is no part of
    static List<LogRow> incoming(Transit transit, JID target, Message message, Set<JID> offRecord) {
        Optional<Retention> retention = retention(message);
        if (retention.isEmpty()) {
            return List.of();
        }
        JID owner = Jids.bare(target);
        List<LogRow> rows = new ArrayList<>(2);
        if (!owner.equals(transit.sender())) {
            rows.addAll(outgoing(transit, owner, message, offRecord));
        }
        Retention own = offRecord.contains(owner) ? Retention.UNTIL_DELIVERED : retention.get();
        rows.add(new LogRow(owner, Jids.bare(message.getFrom()), target, true, own));
        return rows;
    }

    /// The row in the archive of a local sender. What is kept for delivery only has no place there.
    static List<LogRow> outgoing(Transit transit, JID to, Message message, Set<JID> offRecord) {
        JID sender = transit.sender();
        if (sender == null
                || offRecord.contains(sender)
                || retention(message).filter(Retention.ARCHIVE::equals).isEmpty()) {
            return List.of();
        }
        JID other = Jids.bare(to);
        return List.of(new LogRow(sender, other, other, false, Retention.ARCHIVE));
    }

    private static boolean saysSomething(FrozenElement root) {
        return root.childElements().stream()
                .anyMatch(child -> !silent(child, root.getNamespaceURI()));
    }

    private static boolean silent(FrozenElement child, String streamNamespace) {
        String namespace = child.getNamespaceURI();
        return namespace.equals(CHAT_STATES)
                || namespace.equals(HINTS)
                || namespace.equals(STANZA_IDS)
                || (namespace.equals(streamNamespace) && child.getName().equals("thread"));
    }
}
