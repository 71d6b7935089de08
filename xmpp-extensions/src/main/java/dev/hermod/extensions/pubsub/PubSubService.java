package dev.hermod.extensions.pubsub;

import dev.hermod.extensions.disco.DiscoPayload;
import dev.hermod.feature.DiscoInfo;
import dev.hermod.feature.DiscoItem;
import dev.hermod.feature.DomainService;
import dev.hermod.feature.Identity;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.Services;
import dev.hermod.stanza.ResultSets;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/// A domain of nodes: takes each stanza to what answers it, in the lane of its sender.
final class PubSubService implements DomainService {
    private static final Logger log = LoggerFactory.getLogger(PubSubService.class);

    private static final Identity SERVICE = new Identity("pubsub", "service", "Publish-Subscribe");
    private static final Identity COMMAND =
            new Identity("automation", "command-node", "Subscription requests");

    private final Services services;
    private final NodeEngine engine;
    private final Host host;
    private final PendingCommand pending;
    private final SenderLanes lanes = new SenderLanes();

    PubSubService(Services services, NodeEngine engine, Host host) {
        this.services = services;
        this.engine = engine;
        this.host = host;
        this.pending = new PendingCommand(engine);
    }

    @Override
    public void receive(Packet stanza) {
        receive(stanza, () -> {});
    }

    @Override
    public void receive(Packet stanza, Runnable settled) {
        boolean matters =
                (stanza instanceof IQ iq && iq.isRequest())
                        || (stanza instanceof Message message
                                && (message.getType() != Message.Type.error
                                        || engine.endings().concerns(message)))
                        || (stanza instanceof Presence presence && leaves(presence));
        if (!matters) {
            settled.run();
            return;
        }
        Runnable task =
                () -> {
                    work(stanza);
                    settled.run();
                };
        if (!lanes.run(stanza.getFrom(), task)) {
            refuse(stanza, busy());
            settled.run();
        }
    }

    /// Of this server's own people it is known otherwise.
    private boolean leaves(Presence presence) {
        return presence.getType() == Presence.Type.unavailable
                && presence.getFrom().getResource() != null
                && !services.router().localAccount(presence.getFrom())
                && engine.endings().concerns(presence.getFrom());
    }

    private static StanzaException busy() {
        return new StanzaException(
                PacketError.Condition.resource_constraint,
                PacketError.Type.wait,
                "Too much is asked of this service; try again later.",
                null);
    }

    private void refuse(Packet stanza, StanzaException why) {
        if (Stanzas.isAnswerable(stanza)) {
            services.router().route(Stanzas.error(stanza, why));
        }
    }

    private void work(Packet stanza) {
        try {
            if (stanza instanceof IQ iq) {
                services.router().route(answer(iq));
            } else if (stanza instanceof Presence) {
                engine.endings()
                        .left(
                                stanza.getFrom(),
                                true,
                                owner -> owner.equals(host.address()) ? host : null);
            } else if (stanza instanceof Message error && engine.endings().concerns(error)) {
                engine.endings().bounced(error);
            } else if (stanza instanceof Message message && NodeEngine.isApproval(message)) {
                engine.approval(host, message);
            } else {
                throw new StanzaException(PacketError.Condition.service_unavailable);
            }
        } catch (StanzaException why) {
            refuse(stanza, why);
        } catch (StorageUnavailableException e) {
            log.warn("{} cannot answer: {}", host.address(), e.getMessage());
            refuse(stanza, busy());
        } catch (RuntimeException bug) {
            log.error("a request to {} could not be answered", host.address(), bug);
            refuse(stanza, new StanzaException(PacketError.Condition.internal_server_error));
        }
    }

    private IQ answer(IQ iq) throws StanzaException {
        FrozenElement payload = Objects.requireNonNull(Stanzas.payload(iq));
        IqRequest request = new IqRequest(iq, payload, null);
        if (iq.getTo().getResource() != null) {
            throw new StanzaException(PacketError.Condition.service_unavailable);
        }
        boolean get = iq.getType() == IQ.Type.get;
        return switch (payload.namespace()) {
            case PubSub.NAMESPACE, PubSub.OWNER -> engine.answer(host, request);
            case DiscoPayload.INFO -> info(request);
            case DiscoPayload.ITEMS -> items(request);
            case "urn:xmpp:ping" -> request.result();
            case PendingCommand.COMMANDS -> {
                if (get) {
                    throw new StanzaException(PacketError.Condition.bad_request);
                }
                yield pending.execute(host, request);
            }
            default -> throw new StanzaException(PacketError.Condition.service_unavailable);
        };
    }

    private IQ info(IqRequest request) throws StanzaException {
        String node = request.payload().attr("node");
        DiscoInfo info;
        if (node == null) {
            info = new DiscoInfo(List.of(SERVICE), features());
        } else if (node.equals(PubSub.GET_PENDING)) {
            info = new DiscoInfo(List.of(COMMAND), List.of(PendingCommand.COMMANDS));
        } else {
            info =
                    engine.disco()
                            .info(host, node, request.from())
                            .orElseThrow(PubSubErrors::noSuchNode);
        }
        return request.result(DiscoPayload.info(info, node));
    }

    private static List<String> features() {
        Stream<String> own =
                Stream.of("access-authorize", "access-open", "access-whitelist", "get-pending");
        Stream<String> plain =
                Stream.of(
                        DiscoPayload.INFO,
                        DiscoPayload.ITEMS,
                        PubSub.NAMESPACE,
                        PubSub.ORDER_BY,
                        PendingCommand.COMMANDS,
                        ResultSets.NAMESPACE,
                        "urn:xmpp:ping");
        return Stream.concat(
                        plain,
                        Stream.concat(PubSub.FEATURES.stream(), own)
                                .map(feature -> PubSub.NAMESPACE + "#" + feature))
                .sorted()
                .toList();
    }

    private IQ items(IqRequest request) throws StanzaException {
        String node = request.payload().attr("node");
        if (node == null) {
            NodeDisco.Nodes nodes =
                    engine.disco()
                            .nodes(host, request.from(), ResultSets.requestIn(request.payload()));
            return request.result(
                    DiscoPayload.items(nodes.items(), null)
                            .withChild(ResultSets.element(nodes.part())));
        }
        return request.result(DiscoPayload.items(itemsOf(node, request), node));
    }

    private List<DiscoItem> itemsOf(String node, IqRequest request) throws StanzaException {
        if (node.equals(PendingCommand.COMMANDS)) {
            return List.of(new DiscoItem(host.address(), PubSub.GET_PENDING, COMMAND.name()));
        }
        Optional<List<DiscoItem>> found = engine.disco().items(host, node, request.from());
        return found.orElseThrow(PubSubErrors::noSuchNode);
    }
}
