package dev.hermod.extensions.blocking;

import dev.hermod.stanza.InvalidJidException;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Reads and writes the elements of the blocking command. What else is inside an item, such as a
/// report (XEP-0377), is for others to read.
final class BlockingPayload {
    static final String NAMESPACE = "urn:xmpp:blocking";

    private BlockingPayload() {}

    /// The items by their addresses, which are prepared, in order and without repetitions.
    ///
    /// @throws StanzaException `bad-request` for an item without address, `jid-malformed` for one
    ///   whose address is none
    static Map<JID, FrozenElement> items(FrozenElement command) throws StanzaException {
        Map<JID, FrozenElement> items = new LinkedHashMap<>();
        for (FrozenElement item : command.children("item", NAMESPACE)) {
            items.putIfAbsent(address(item), item);
        }
        return items;
    }

    private static JID address(FrozenElement item) throws StanzaException {
        String text = item.attr("jid");
        if (text == null || text.isEmpty()) {
            throw new StanzaException(PacketError.Condition.bad_request, "an item needs a jid");
        }
        try {
            return Jids.parse(text);
        } catch (InvalidJidException e) {
            throw new StanzaException(
                    PacketError.Condition.jid_malformed, null, e.getMessage(), null);
        }
    }

    /// @param name `blocklist`, `block` or `unblock`
    static FrozenElement element(String name, Collection<JID> addresses) {
        return FrozenElement.named(name, NAMESPACE)
                .children(addresses.stream().map(BlockingPayload::item).toList())
                .build();
    }

    private static FrozenElement item(JID address) {
        return FrozenElement.named("item", NAMESPACE).attribute("jid", address.toString()).build();
    }
}
