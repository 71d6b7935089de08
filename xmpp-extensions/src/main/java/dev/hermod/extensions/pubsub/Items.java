package dev.hermod.extensions.pubsub;

import dev.hermod.extensions.pubsub.PubSubStorage.Item;
import dev.hermod.stanza.Jids;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Writes items and what is said about them.
final class Items {
    private Items() {}

    /// `<items/>` of a node.
    static FrozenElement of(String namespace, String node, List<FrozenElement> items) {
        return FrozenElement.named("items", namespace)
                .attribute("node", node)
                .children(items)
                .build();
    }

    static FrozenElement item(
            String namespace, Meeting meeting, Item item, @Nullable FrozenElement payload) {
        return FrozenElement.named("item", namespace)
                .attribute("id", item.id())
                .attribute("publisher", author(meeting, item.publisher()))
                .child(payload)
                .build();
    }

    static FrozenElement item(String namespace, Meeting meeting, Item item) {
        return item(namespace, meeting, item, payload(item));
    }

    /// Whom an item names (XEP-0060 12.12).
    private static @Nullable String author(Meeting meeting, JID publisher) {
        return switch (meeting.config().text(ConfigField.ITEMREPLY)) {
            case "publisher" -> Jids.bare(publisher).toString();
            case "owner" -> meeting.node().creator().toString();
            default -> null;
        };
    }

    static @Nullable FrozenElement payload(Item item) {
        String text = item.payload();
        try {
            return text == null ? null : ElementReader.parse(text);
        } catch (XmlStreamException e) {
            throw new IllegalStateException("an item that cannot be read", e);
        }
    }

    static FrozenElement retracted(String node, List<String> ids) {
        List<FrozenElement> gone =
                ids.stream()
                        .map(id ->
                                FrozenElement.named("retract", PubSub.EVENT)
                                        .attribute("id", id)
                                        .build())
                        .toList();
        return of(PubSub.EVENT, node, gone);
    }
}
