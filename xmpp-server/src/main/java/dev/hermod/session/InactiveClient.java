package dev.hermod.session;

import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/// What waits while nobody looks at a client (XEP-0352): availability, of which only the latest of
/// each address is kept, typing, and events. Everything else goes out at once, behind what waits.
/// On the session's event loop only.
final class InactiveClient {
    static final String NAMESPACE = "urn:xmpp:csi:0";

    private static final int MOST = 500;
    private static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";
    private static final String EVENTS = "http://jabber.org/protocol/pubsub#event";
    private static final Set<String> SILENT = Set.of(CHAT_STATES, "urn:xmpp:hints");

    /// What a later stanza of the same kind replaces.
    private record Key(String kind, String from) {}

    private final Map<Object, Packet> waiting = new LinkedHashMap<>();

    /// Takes a stanza that can wait.
    ///
    /// @return `false` when it cannot
    boolean keeps(Packet stanza) {
        @Nullable Object key =
                switch (stanza) {
                    case Presence presence when availability(presence) -> key("presence", stanza);
                    case Message message when typing(message) -> key("typing", stanza);
                    case Message message when event(message) -> new Object();
                    default -> null;
                };
        if (key == null || waiting.size() >= MOST) {
            return false;
        }
        // The latest stands where it came, not where the one before it was.
        waiting.remove(key);
        waiting.put(key, stanza);
        return true;
    }

    /// Hands out all that waits, oldest first.
    List<Packet> drain() {
        List<Packet> all = List.copyOf(waiting.values());
        waiting.clear();
        return all;
    }

    private static Key key(String kind, Packet stanza) {
        return new Key(kind, String.valueOf(stanza.getFrom()));
    }

    private static boolean availability(Presence presence) {
        return presence.getType() == null || presence.getType() == Presence.Type.unavailable;
    }

    private static boolean typing(Message message) {
        FrozenElement root = Stanzas.element(message);
        return message.getType() != Message.Type.error
                && !root.childElements().isEmpty()
                && root.childElements().stream()
                        .allMatch(child ->
                                SILENT.contains(child.getNamespaceURI())
                                        || child.getName().equals("thread"));
    }

    private static boolean event(Message message) {
        FrozenElement root = Stanzas.element(message);
        return message.getType() == Message.Type.headline
                && root.children("event", EVENTS).size() == root.childElements().size();
    }
}
