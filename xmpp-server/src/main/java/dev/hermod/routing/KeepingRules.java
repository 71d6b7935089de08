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
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/// Which messages the log keeps, by what they carry: everything a person would miss, so all but
/// typing (XEP-0085), what is marked `no-store` (XEP-0334), and the types that RFC 6121 8.5
/// delivers at once or never.
final class KeepingRules {
    private static final String HINTS = "urn:xmpp:hints";
    private static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";

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

    /// The rows of a kept message: one in the sender's archive and one in the recipient's, or a
    /// single one for a message to oneself. What is kept for delivery only has no place in the
    /// sender's archive.
    static List<LogRow> rows(Transit transit, JID target, Message message, Retention retention) {
        List<LogRow> rows = new ArrayList<>(2);
        JID owner = Jids.bare(target);
        JID sender = transit.sender();
        if (sender != null && !sender.equals(owner) && retention == Retention.ARCHIVE) {
            rows.add(new LogRow(sender, owner, owner, false, retention));
        }
        rows.add(new LogRow(owner, Jids.bare(message.getFrom()), target, true, retention));
        return rows;
    }

    private static boolean saysSomething(FrozenElement root) {
        return root.childElements().stream()
                .anyMatch(child -> !silent(child, root.getNamespaceURI()));
    }

    private static boolean silent(FrozenElement child, String streamNamespace) {
        String namespace = child.getNamespaceURI();
        return namespace.equals(CHAT_STATES)
                || namespace.equals(HINTS)
                || (namespace.equals(streamNamespace) && child.getName().equals("thread"));
    }
}
