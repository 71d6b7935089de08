package dev.hermod.extensions.pubsub;

import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;
import org.xmpp.packet.JID;

/// Whose nodes these are: an account or a service. May block.
public interface Host {
    /// Where somebody stands with the host.
    ///
    /// @param presence whether they receive its presence
    /// @param groups of its roster that they are in
    record Relation(boolean presence, Set<String> groups) {
        /// Of who is not known.
        public static final Relation NONE = new Relation(false, Set.of());

        public Relation {
            groups = Set.copyOf(groups);
        }
    }

    /// The owner in storage, and the sender of notifications.
    JID address();

    /// Whether it is an account: its nodes are made by publishing, and presence gives access.
    boolean personal();

    /// Whether somebody owns all nodes here.
    boolean owns(JID bare);

    /// Whether somebody may make nodes here.
    boolean mayCreate(JID bare);

    /// How a new node of this id is configured.
    NodeConfig fresh(String node);

    Relation relation(JID bare);

    /// Resources that want to be notified of a node without having subscribed (XEP-0060 9.2).
    ///
    /// @param reads whether somebody, by the bare JID, may read the node; asked about everybody but
    ///   the account itself
    Collection<JID> watchers(String node, AccessModel access, Predicate<JID> reads);
}
