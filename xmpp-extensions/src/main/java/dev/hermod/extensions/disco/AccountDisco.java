package dev.hermod.extensions.disco;

import dev.hermod.feature.Disco;
import dev.hermod.feature.DiscoInfo;
import dev.hermod.feature.DiscoItem;
import dev.hermod.feature.DiscoNode;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.ResultSets;
import dev.hermod.stanza.RsmResponse;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Disco of a bare JID, answered on behalf of the account (XEP-0030 8).
///
/// Only the owner and those who receive the account's presence learn that it exists, and whoever
/// may see one of its nodes. To others an account that exists looks like one that does not, and
/// costs the same look into the rosters.
final class AccountDisco {
    private final Services services;
    private final Disco disco;
    private final DiscoNodes nodes;

    AccountDisco(Services services) {
        this.services = services;
        this.disco = services.disco();
        this.nodes = new DiscoNodes(disco, DiscoTarget.ACCOUNT);
    }

    IQ info(IqRequest request) throws StanzaException {
        boolean trusted = trusted(request);
        String node = request.payload().attr("node");
        Optional<DiscoInfo> info = node == null ? own(trusted) : nodes.info(node, request);
        if (info.isEmpty()) {
            throw trusted
                    ? ServerDisco.unknownNode()
                    : new StanzaException(PacketError.Condition.service_unavailable);
        }
        return request.result(DiscoPayload.info(info.get(), node));
    }

    private Optional<DiscoInfo> own(boolean trusted) {
        return trusted
                ? Optional.of(
                        new DiscoInfo(
                                disco.identities(DiscoTarget.ACCOUNT),
                                disco.features(DiscoTarget.ACCOUNT),
                                disco.forms(DiscoTarget.ACCOUNT)))
                : Optional.empty();
    }

    IQ items(IqRequest request) throws StanzaException {
        String node = request.payload().attr("node");
        boolean trusted = trusted(request);
        if (node == null) {
            return request.result(top(request, trusted));
        }
        Optional<List<DiscoItem>> items = nodes.items(node, request);
        if (items.isEmpty() && trusted) {
            throw ServerDisco.unknownNode();
        }
        return request.result(DiscoPayload.items(items.orElse(List.of()), node));
    }

    /// Whoever asks for a page of the nodes gets these only.
    private FrozenElement top(IqRequest request, boolean trusted) throws StanzaException {
        DiscoNode.Page page = nodes.top(request);
        boolean asked = request.payload().child("set", ResultSets.NAMESPACE) != null;
        List<DiscoItem> items = new ArrayList<>();
        if (trusted && !asked) {
            items.addAll(resources(request.to()));
        }
        items.addAll(page.items());
        FrozenElement answer = DiscoPayload.items(items, null);
        RsmResponse part = page.part();
        return part == null ? answer : answer.withChild(ResultSets.element(part));
    }

    private List<DiscoItem> resources(JID account) {
        OnlineAccount online = services.sessions().account(account);
        return online == null
                ? List.of()
                : online.sessions().stream()
                        .filter(Session::available)
                        .map(session -> new DiscoItem(session.address(), null, null))
                        .toList();
    }

    private boolean trusted(IqRequest request) {
        JID asking = Jids.bare(request.from());
        return asking.equals(request.to())
                || services.storage()
                        .rosters()
                        .find(request.to(), asking)
                        .filter(item -> item.subscription().from())
                        .isPresent();
    }
}
