package dev.hermod.extensions.commands;

import dev.hermod.feature.DiscoInfo;
import dev.hermod.feature.DiscoItem;
import dev.hermod.feature.DiscoNode;
import dev.hermod.feature.IqRequest;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import java.util.List;
import java.util.Optional;

/// The same nodes on an account, for its own resources only.
record OwnCommandNodes(DiscoNode server) implements DiscoNode {
    @Override
    public Optional<DiscoInfo> info(String node, IqRequest request) throws StanzaException {
        return own(request) ? server.info(node, request) : Optional.empty();
    }

    @Override
    public Optional<List<DiscoItem>> items(String node, IqRequest request) throws StanzaException {
        return own(request) ? server.items(node, request) : Optional.empty();
    }

    private static boolean own(IqRequest request) {
        return request.session() != null && Jids.bare(request.from()).equals(request.to());
    }
}
