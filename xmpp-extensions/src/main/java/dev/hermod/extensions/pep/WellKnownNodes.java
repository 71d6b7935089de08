package dev.hermod.extensions.pep;

import dev.hermod.config.VcardAccess;
import dev.hermod.extensions.pubsub.NodeConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/// How nodes that clients are known to use are configured when they are made, so that they work
/// without anybody configuring them. Others are for who receives the account's presence and keep
/// one item (XEP-0163 5).
final class WellKnownNodes {
    private static final String MAX_ITEMS = "MAX_ITEMS";
    private static final String ACCESS = "ACCESS_MODEL";
    private static final String SEND_LAST = "SEND_LAST_PUBLISHED_ITEM";

    private static final String VCARD = "urn:xmpp:vcard4";

    private static final Map<String, String> ORDINARY =
            Map.of(ACCESS, "presence", MAX_ITEMS, "1", SEND_LAST, "on_sub_and_presence");

    /// Whoever wants to write in secret needs the keys.
    private static final Map<String, String> KEYS = Map.of(ACCESS, "open", MAX_ITEMS, "max");

    /// For all to read, one item.
    private static final Map<String, String> PUBLIC = Map.of(ACCESS, "open");

    /// The account's own (XEP-0223).
    private static final Map<String, String> PRIVATE =
            Map.of(ACCESS, "whitelist", MAX_ITEMS, "max", SEND_LAST, "never");

    private static final Map<String, String> PRIVATE_ONE =
            Map.of(ACCESS, "whitelist", SEND_LAST, "never");

    private static final Map<String, String> MANY = Map.of(MAX_ITEMS, "max");

    /// By the id of the node, or by how it begins where that ends with a star; the first one that
    /// fits.
    private static final Map<String, Map<String, String>> TABLE = table();

    private WellKnownNodes() {}

    private static Map<String, Map<String, String>> table() {
        Map<String, Map<String, String>> table = new LinkedHashMap<>();
        // XEP-0384, as it was deployed first and as it is now.
        table.put("eu.siacs.conversations.axolotl.devicelist", PUBLIC);
        table.put("eu.siacs.conversations.axolotl.bundles:*", PUBLIC);
        table.put("urn:xmpp:omemo:1:devices", PUBLIC);
        table.put("urn:xmpp:omemo:1:bundles", KEYS);
        table.put("urn:xmpp:omemo:2:devices", PUBLIC);
        table.put("urn:xmpp:omemo:2:bundles", KEYS);
        // XEP-0373.
        table.put("urn:xmpp:openpgp:0:secret-key", PRIVATE_ONE);
        table.put("urn:xmpp:openpgp:0:public-keys*", PUBLIC);
        // XEP-0402, XEP-0490; XEP-0048 and others that were private XML.
        table.put("urn:xmpp:bookmarks:1", PRIVATE);
        table.put("urn:xmpp:mds:displayed:0", PRIVATE);
        table.put("storage:*", PRIVATE_ONE);
        // XEP-0292: what the account says of others.
        table.put("urn:xmpp:contacts", PRIVATE);
        // XEP-0084: several formats of one picture.
        table.put("urn:xmpp:avatar:data", Map.of(MAX_ITEMS, "5", SEND_LAST, "never"));
        // XEP-0277, XEP-0472, XEP-0449.
        table.put("urn:xmpp:microblog:0*", MANY);
        table.put("urn:xmpp:pubsub-social-feed:*", MANY);
        table.put("urn:xmpp:stickers:0", KEYS);
        return table;
    }

    /// @param vcards who may read what accounts say of themselves, in whichever format
    static NodeConfig fresh(NodeConfig plain, String node, VcardAccess vcards) {
        NodeConfig ordinary = plain.with(ORDINARY);
        if (node.equals(VCARD)) {
            // Who is interested is told that it has changed, and asks for it (XEP-0292 3.2.2).
            String access = vcards == VcardAccess.PUBLIC ? "open" : "presence";
            return ordinary.with(Map.of(ACCESS, access, "DELIVER_PAYLOADS", "0"));
        }
        for (Map.Entry<String, Map<String, String>> known : TABLE.entrySet()) {
            if (fits(known.getKey(), node)) {
                return ordinary.with(known.getValue());
            }
        }
        return ordinary;
    }

    private static boolean fits(String known, String node) {
        return known.endsWith("*")
                ? node.startsWith(known.substring(0, known.length() - 1))
                : node.equals(known);
    }
}
