package dev.hermod.extensions.disco;

import dev.hermod.feature.DiscoInfo;
import dev.hermod.feature.DiscoItem;
import dev.hermod.feature.Identity;
import dev.hermod.stanza.DataForms;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the answers of service discovery.
final class DiscoPayload {
    static final String INFO = "http://jabber.org/protocol/disco#info";
    static final String ITEMS = "http://jabber.org/protocol/disco#items";

    private DiscoPayload() {}

    /// @param node mirrored from the request (XEP-0030 3.2)
    static FrozenElement info(DiscoInfo info, @Nullable String node) {
        return FrozenElement.named("query", INFO)
                .attribute("node", node)
                .children(info.identities().stream().map(DiscoPayload::identity).toList())
                .children(info.features().stream().map(DiscoPayload::feature).toList())
                .children(info.forms().stream().map(DataForms::element).toList())
                .build();
    }

    /// @param node mirrored from the request
    static FrozenElement items(List<DiscoItem> items, @Nullable String node) {
        return FrozenElement.named("query", ITEMS)
                .attribute("node", node)
                .children(items.stream().map(DiscoPayload::item).toList())
                .build();
    }

    private static FrozenElement identity(Identity identity) {
        return FrozenElement.named("identity", INFO)
                .attribute("category", identity.category())
                .attribute("type", identity.type())
                .attribute("name", identity.name())
                .build();
    }

    private static FrozenElement feature(String feature) {
        return FrozenElement.named("feature", INFO).attribute("var", feature).build();
    }

    private static FrozenElement item(DiscoItem item) {
        return FrozenElement.named("item", ITEMS)
                .attribute("jid", item.jid().toString())
                .attribute("node", item.node())
                .attribute("name", item.name())
                .build();
    }
}
