package dev.hermod.extensions.pep;

import dev.hermod.extensions.pubsub.Host;
import dev.hermod.extensions.pubsub.NodeDisco;
import dev.hermod.feature.DiscoInfo;
import dev.hermod.feature.DiscoItem;
import dev.hermod.feature.DiscoNode;
import dev.hermod.feature.IqRequest;
import dev.hermod.stanza.RsmRequest;
import dev.hermod.stanza.StanzaException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.xmpp.packet.JID;

/// Service discovery of an account's nodes; who may not read a node does not learn of it.
record AccountNodesDisco(NodeDisco disco, Function<JID, Host> hosts) implements DiscoNode {
    @Override
    public Optional<DiscoInfo> info(String node, IqRequest request) {
        return disco.info(hosts.apply(request.to()), node, request.from());
    }

    @Override
    public Optional<List<DiscoItem>> items(String node, IqRequest request) throws StanzaException {
        return disco.items(hosts.apply(request.to()), node, request.from());
    }

    @Override
    public List<DiscoItem> top(IqRequest request) {
        return disco.nodes(hosts.apply(request.to()), request.from(), RsmRequest.ANY).items();
    }
}
