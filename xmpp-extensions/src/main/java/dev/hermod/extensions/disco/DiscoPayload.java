package dev.hermod.extensions.disco;

import dev.hermod.feature.DiscoInfo;
import dev.hermod.feature.DiscoItem;
import dev.hermod.feature.Identity;
import dev.hermod.stanza.DataForms;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the answers of service discovery.
public final class DiscoPayload {
    public static final String INFO = "http://jabber.org/protocol/disco#info";
    public static final String ITEMS = "http://jabber.org/protocol/disco#items";

    private DiscoPayload() {}

    /// The answer to disco#info.
    ///
    /// @param node mirrored from the request (XEP-0030 3.2)
    public static FrozenElement info(DiscoInfo info, @Nullable String node) {
        return FrozenElement.named("query", INFO)
                .attribute("node", node)
                .children(info.identities().stream().map(DiscoPayload::identity).toList())
                .children(info.features().stream().map(DiscoPayload::feature).toList())
                .children(info.forms().stream().map(DataForms::element).toList())
                .build();
    }

    /// The answer to disco#items.
    ///
    /// @param node mirrored from the request
    public static FrozenElement items(List<DiscoItem> items, @Nullable String node) {
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
