package dev.hermod.extensions.pubsub;

import dev.hermod.xml.FrozenElement;
import java.util.List;

/// Names that XEP-0060 gives things.
public final class PubSub {
    public static final String NAMESPACE = "http://jabber.org/protocol/pubsub";
    public static final String OWNER = NAMESPACE + "#owner";
    public static final String EVENT = NAMESPACE + "#event";
    public static final String ERRORS = NAMESPACE + "#errors";
    public static final String NODE_CONFIG = NAMESPACE + "#node_config";
    public static final String PUBLISH_OPTIONS = NAMESPACE + "#publish-options";
    public static final String SUBSCRIBE_OPTIONS = NAMESPACE + "#subscribe_options";
    public static final String AUTHORIZATION = NAMESPACE + "#subscribe_authorization";
    public static final String META_DATA = NAMESPACE + "#meta-data";
    public static final String GET_PENDING = NAMESPACE + "#get-pending";

    /// XEP-0413.
    public static final String ORDER_BY = "urn:xmpp:order-by:1";

    /// The longest identifier of a node or an item, in bytes of UTF-8.
    public static final int LONGEST_ID = 1023;

    /// What all hosts support, as `NAMESPACE#feature` (XEP-0060 10).
    public static final List<String> FEATURES =
            List.of(
                    "config-node",
                    "config-node-max",
                    "create-and-configure",
                    "create-nodes",
                    "delete-items",
                    "delete-nodes",
                    "instant-nodes",
                    "item-ids",
                    "last-published",
                    "leased-subscription",
                    "manage-subscriptions",
                    "member-affiliation",
                    "meta-data",
                    "modify-affiliations",
                    "multi-items",
                    "outcast-affiliation",
                    "persistent-items",
                    "publish",
                    "publish-node-full",
                    "publish-only-affiliation",
                    "publish-options",
                    "publisher-affiliation",
                    "purge-nodes",
                    "retract-items",
                    "retrieve-affiliations",
                    "retrieve-default",
                    "retrieve-default-sub",
                    "retrieve-items",
                    "retrieve-subscriptions",
                    "rsm",
                    "subscribe",
                    "subscription-notifications",
                    "subscription-options");

    private PubSub() {}

    /// `<pubsub/>` with one child.
    static FrozenElement answer(FrozenElement child) {
        return FrozenElement.named("pubsub", NAMESPACE).child(child).build();
    }

    /// `<pubsub/>` of owners, with one child.
    static FrozenElement ownerAnswer(FrozenElement child) {
        return FrozenElement.named("pubsub", OWNER).child(child).build();
    }
}
