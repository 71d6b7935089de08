package dev.hermod.extensions.disco;

import dev.hermod.feature.Disco;
import dev.hermod.feature.DiscoInfo;
import dev.hermod.feature.DiscoItem;
import dev.hermod.feature.DiscoNode;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.IqRequest;
import dev.hermod.stanza.RsmResponse;
import dev.hermod.stanza.StanzaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the feature that knows a node.
record DiscoNodes(Disco disco, DiscoTarget target) {
    Optional<DiscoInfo> info(String node, IqRequest request) throws StanzaException {
        for (DiscoNode candidate : disco.nodes(target)) {
            Optional<DiscoInfo> info = candidate.info(node, request);
            if (info.isPresent()) {
                return info;
            }
        }
        return Optional.empty();
    }

    Optional<List<DiscoItem>> items(String node, IqRequest request) throws StanzaException {
        for (DiscoNode candidate : disco.nodes(target)) {
            Optional<List<DiscoItem>> items = candidate.items(node, request);
            if (items.isPresent()) {
                return items;
            }
        }
        return Optional.empty();
    }

    /// What all of them list; one at most lists a part.
    DiscoNode.Page top(IqRequest request) throws StanzaException {
        List<DiscoItem> items = new ArrayList<>();
        RsmResponse part = null;
        for (DiscoNode candidate : disco.nodes(target)) {
            DiscoNode.Page page = candidate.top(request);
            items.addAll(page.items());
            part = part == null ? page.part() : part;
        }
        return new DiscoNode.Page(items, part);
    }
}
