package dev.hermod.extensions.disco;

import dev.hermod.feature.Disco;
import dev.hermod.feature.DiscoInfo;
import dev.hermod.feature.DiscoItem;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.Services;
import dev.hermod.stanza.StanzaException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Disco of a served domain; open to everybody.
final class ServerDisco {
    private final Disco disco;
    private final DiscoNodes nodes;
    private final List<String> servedDomains;

    ServerDisco(Services services) {
        this.disco = services.disco();
        this.servedDomains = services.config().domains();
        this.nodes = new DiscoNodes(disco, DiscoTarget.SERVER);
    }

    IQ info(IqRequest request) throws StanzaException {
        String node = request.payload().attr("node");
        DiscoInfo info =
                node == null
                        ? new DiscoInfo(
                                disco.identities(DiscoTarget.SERVER),
                                disco.features(DiscoTarget.SERVER),
                                disco.forms(DiscoTarget.SERVER))
                        : nodes.info(node, request).orElseThrow(ServerDisco::unknownNode);
        return request.result(DiscoPayload.info(info, node));
    }

    IQ items(IqRequest request) throws StanzaException {
        String node = request.payload().attr("node");
        List<DiscoItem> items =
                node == null
                        ? services(request.to().getDomain())
                        : nodes.items(node, request).orElseThrow(ServerDisco::unknownNode);
        return request.result(DiscoPayload.items(items, node));
    }

    /// The services below this domain, but for those that are closer to another one, and those that
    /// are below none: a component may have any name, and is as near to all domains then.
    private List<DiscoItem> services(String domain) {
        return disco.serviceDomains().stream()
                .filter(service -> {
                    @Nullable String nearest = nearestServed(service);
                    return nearest == null || nearest.equals(domain);
                })
                .map(service -> new DiscoItem(new JID(null, service, null, true), null, null))
                .toList();
    }

    private @Nullable String nearestServed(String service) {
        return servedDomains.stream()
                .filter(domain -> service.endsWith("." + domain))
                .max(Comparator.comparingInt(String::length))
                .orElse(null);
    }

    static StanzaException unknownNode() {
        return new StanzaException(PacketError.Condition.item_not_found);
    }
}
