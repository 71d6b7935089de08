package dev.hermod.extensions.pubsub;

import dev.hermod.xml.FrozenElement;

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
