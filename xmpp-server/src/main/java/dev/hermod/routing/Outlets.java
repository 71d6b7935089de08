package dev.hermod.routing;

import dev.hermod.feature.DomainService;
import dev.hermod.feature.Session;
import dev.hermod.stanza.StanzaException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;

/// The ways out of the router other than a local resource: services, other servers, and back to the
/// sender.
final class Outlets {
    private final ServedDomains domains;
    private final RemoteDomains remote;
    private final java.util.function.Consumer<Packet> router;

    /// @param router routes what goes back to a sender, past the checks: a refusal by one of them
    ///   must not be refused by another
    Outlets(
            ServedDomains domains,
            RemoteDomains remote,
            java.util.function.Consumer<Packet> router) {
        this.domains = domains;
        this.remote = remote;
        this.router = router;
    }

    void toService(String domain, Packet stanza) {
        toService(domain, stanza, () -> {});
    }

    /// @param settled runs when the service has settled it, or it is refused
    void toService(String domain, Packet stanza, Runnable settled) {
        @Nullable DomainService service = domains.service(domain);
        if (service == null) {
            refuse(stanza, new StanzaException(PacketError.Condition.remote_server_not_found));
            settled.run();
            return;
        }
        Optional<Packet> error = Guard.run(stanza, () -> service.receive(stanza, settled));
        if (error.isPresent()) {
            router.accept(error.get());
            settled.run();
        }
    }

    void toRemote(Packet stanza) {
        if (!remote.send(stanza)) {
            refuse(stanza, new StanzaException(PacketError.Condition.remote_server_not_found));
        }
    }

    /// Answers over the session that asked, or by routing where there is none.
    void reply(Packet reply, @Nullable Session origin) {
        if (origin != null) {
            origin.deliver(reply);
        } else {
            router.accept(reply);
        }
    }

    void refuse(Packet stanza, StanzaException refusal) {
        ErrorReplies.to(stanza, refusal).ifPresent(router);
    }
}
