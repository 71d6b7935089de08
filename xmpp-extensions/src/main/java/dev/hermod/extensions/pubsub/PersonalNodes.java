package dev.hermod.extensions.pubsub;

import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// The nodes of accounts (XEP-0163), for features that keep something there or turn it into
/// something else. Accounts are prepared bare JIDs of this server. All methods but [#onChange]
/// block and throw [dev.hermod.storage.StorageUnavailableException] as storage does.
public interface PersonalNodes {
    /// An item of a node.
    ///
    /// @param publisher full JID; the account's bare one for what a feature published
    record NodeItem(String id, JID publisher, Instant published, @Nullable FrozenElement payload) {}

    /// Publishes as the account itself; who is interested is notified, hooks hear of it too. The
    /// node is made when it is not there, as the account's clients would have made it.
    ///
    /// @throws StanzaException as the account's client would be refused
    default void publish(JID account, String node, String id, FrozenElement payload)
            throws StanzaException {
        publish(account, account, node, id, payload);
    }

    /// The same in the name of one of the account's resources, which the item then names.
    void publish(JID account, JID publisher, String node, String id, FrozenElement payload)
            throws StanzaException;

    /// Takes an item back and notifies whoever is interested; `false` when it is not there.
    boolean retract(JID account, String node, String id) throws StanzaException;

    Optional<NodeItem> item(JID account, String node, String id);

    /// Those of these items that there are.
    List<NodeItem> items(JID account, String node, List<String> ids);

    /// The newest items, oldest of them first.
    List<NodeItem> newest(JID account, String node, int most);

    /// Whether somebody else may read a node; `false` when there is none.
    boolean readable(JID account, String node, JID by);

    /// Who may read a node; empty when there is none.
    Optional<AccessModel> access(JID account, String node);

    /// Has a hook hear of what happens in nodes of accounts. Call while features are installed.
    ///
    /// @param node id of the nodes that it is about
    void onChange(String node, NodeHook hook);
}
