package dev.hermod.extensions.pubsub;

import dev.hermod.extensions.pubsub.PersonalNodes.NodeItem;
import dev.hermod.stanza.StanzaException;
import java.util.List;
import org.xmpp.packet.JID;

/// Hears of changes of an account's node before who asked for them is answered. On a virtual
/// thread, one change of an account at a time; what it does itself by [PersonalNodes] with the same
/// account happens within the change, and must not be done with another account. A change that a
/// hook makes is told to hooks as well: whoever mirrors one node in another stops where nothing
/// differs.
public interface NodeHook {
    /// Items are about to be published; throwing refuses all of them.
    default void publishing(JID account, String node, List<NodeItem> items)
            throws StanzaException {}

    /// Items were published, and who is interested was notified.
    default void published(JID account, String node, List<NodeItem> items) {}

    /// Items were taken back.
    default void retracted(JID account, String node, List<String> ids) {}

    /// The node was purged or deleted: none of its items is there any more.
    default void emptied(JID account, String node) {}
}
