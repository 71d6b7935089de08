package dev.hermod.extensions.pubsub;

import dev.hermod.extensions.pubsub.PubSubStorage.Node;
import dev.hermod.stanza.Jids;
import org.xmpp.packet.JID;

/// A node and somebody who wants something of it.
///
/// @param asker as they asked, which may be a full JID
/// @param standing what they are to the node
record Meeting(Host host, Node node, NodeConfig config, JID asker, Affiliation standing) {
    String id() {
        return node.id();
    }

    JID owner() {
        return host.address();
    }

    JID bare() {
        return Jids.bare(asker);
    }

    boolean owned() {
        return standing == Affiliation.OWNER;
    }
}
