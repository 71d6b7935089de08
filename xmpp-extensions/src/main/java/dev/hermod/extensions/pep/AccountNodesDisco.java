package dev.hermod.extensions.pep;

import dev.hermod.extensions.pubsub.Host;
import dev.hermod.extensions.pubsub.NodeDisco;
import dev.hermod.feature.DiscoInfo;
import dev.hermod.feature.DiscoItem;
import dev.hermod.feature.DiscoNode;
import dev.hermod.feature.IqRequest;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.ResultSets;
import dev.hermod.stanza.RsmRequest;
import dev.hermod.stanza.StanzaException;
import java.util.List;
import java.util.Optional;
import org.xmpp.packet.JID;

/// Service discovery of an account's nodes; who may not read a node does not learn of it.
record AccountNodesDisco(NodeDisco disco, Hosts hosts) implements DiscoNode {
    /// Makes the host of an account that somebody asks about.
    @FunctionalInterface
    interface Hosts {
        /// May ask storage, once.
        Host of(JID account, JID asker);
    }

    private Host host(IqRequest request) {
        return hosts.of(request.to(), Jids.bare(request.from()));
    }

    @Override
    public Optional<DiscoInfo> info(String node, IqRequest request) {
        return disco.info(host(request), node, request.from());
    }

    @Override
    public Optional<List<DiscoItem>> items(String node, IqRequest request) throws StanzaException {
        return disco.items(host(request), node, request.from());
    }

    @Override
    public Page top(IqRequest request) throws StanzaException {
        RsmRequest wish = ResultSets.requestIn(request.payload());
        NodeDisco.Nodes nodes = disco.nodes(host(request), request.from(), wish);
        boolean part = !wish.equals(RsmRequest.ANY) || !nodes.complete();
        return new Page(nodes.items(), part ? nodes.part() : null);
    }
}
