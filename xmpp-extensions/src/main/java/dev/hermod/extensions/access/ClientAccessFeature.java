package dev.hermod.extensions.access;

import dev.hermod.auth.CredentialsUnavailableException;
import dev.hermod.auth.LoginTokens;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.feature.SessionEnd;
import dev.hermod.feature.Xep;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import java.util.ArrayList;
import java.util.List;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Shows account holders which clients have access to their account, and takes it from those that
/// log in by token (XEP-0494).
@Xep(
        number = 494,
        title = "Client Access Management",
        version = "0.1.0",
        note = "Clients with a session or a token; when a session began is not kept.")
public final class ClientAccessFeature implements Feature {
    static final String NAMESPACE = "urn:xmpp:cam:0";

    private static final SessionEnd REVOKED =
            new SessionEnd(StreamErrorCondition.NOT_AUTHORIZED, "access was revoked");

    @Override
    public void install(Installation on) {
        Services services = on.services();
        on.advertise(DiscoTarget.ACCOUNT, NAMESPACE);
        IqScope own = IqScope.OWN_ACCOUNT;
        on.onIqBlocking(own, IQ.Type.get, NAMESPACE, "list", request -> list(request, services));
        on.onIqBlocking(
                own, IQ.Type.set, NAMESPACE, "revoke", request -> revoke(request, services));
        on.onIq(IqScope.ANY_ACCOUNT, IQ.Type.get, NAMESPACE, "list", _ -> forbidden());
        on.onIq(IqScope.ANY_ACCOUNT, IQ.Type.set, NAMESPACE, "revoke", _ -> forbidden());
    }

    private static IQ forbidden() throws StanzaException {
        throw new StanzaException(PacketError.Condition.forbidden);
    }

    private static IQ list(IqRequest request, Services services) throws StanzaException {
        FrozenElement.Builder clients = FrozenElement.named("clients", NAMESPACE);
        clients(request, services)
                .forEach(client -> clients.child(client.element(services.clock().instant())));
        return request.result(clients.build());
    }

    private static IQ revoke(IqRequest request, Services services) throws StanzaException {
        String id = request.payload().attr("id");
        ClientAccess client =
                clients(request, services).stream()
                        .filter(known -> known.id().equals(id))
                        .findFirst()
                        .orElseThrow(
                                () -> new StanzaException(PacketError.Condition.item_not_found));
        if (!client.revocable() || client.installation() == null) {
            throw new StanzaException(
                    PacketError.Condition.service_unavailable,
                    PacketError.Type.cancel,
                    "only a new password keeps this client out",
                    FrozenElement.named("password-reset-required", NAMESPACE).build());
        }
        services.storage()
                .port(LoginTokens.class)
                .remove(account(request).toString(), client.installation());
        client.sessions().stream()
                .filter(session -> !session.address().equals(request.from()))
                .forEach(session -> session.end(REVOKED));
        return request.result();
    }

    private static List<ClientAccess> clients(IqRequest request, Services services)
            throws StanzaException {
        Session session = request.localSession();
        JID account = account(request);
        try {
            return ClientAccess.all(
                    account,
                    services.storage().port(LoginTokens.class).all(account.toString()),
                    new ArrayList<>(session.account().sessions()));
        } catch (CredentialsUnavailableException e) {
            throw new StanzaException(
                    PacketError.Condition.resource_constraint,
                    PacketError.Type.wait,
                    "the database does not answer",
                    null);
        }
    }

    private static JID account(IqRequest request) throws StanzaException {
        return request.localSession().account().address();
    }
}
