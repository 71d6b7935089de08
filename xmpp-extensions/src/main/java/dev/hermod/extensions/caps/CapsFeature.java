package dev.hermod.extensions.caps;

import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.EntityCapabilities;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.feature.Xep;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Presence;

/// Tells the server's capabilities and learns those of its clients, for other features to use.
@Xep(number = 115, title = "Entity Capabilities", version = "1.6.0")
public final class CapsFeature implements Feature, EntityCapabilities {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable ClientCaps clients;
    private volatile @Nullable OtherCaps others;

    @Override
    public void install(Installation on) {
        Services services = on.services();
        ClientCaps learning =
                new ClientCaps(
                        on.sessionSlot(SessionCaps.class),
                        (session, tag) -> ask(services, session, tag),
                        listeners);
        OwnCaps own = new OwnCaps(services.disco());
        on.advertise(DiscoTarget.SERVER, CapsTag.NAMESPACE);
        on.streamFeature(own);
        on.discoNode(DiscoTarget.SERVER, own);
        on.onSession(learning);
        clients = learning;
        others = new OtherCaps((presence, tag) -> ask(services, presence, tag));
    }

    @Override
    public Set<String> features(Session session) {
        ClientCaps learning = clients;
        return learning == null ? Set.of() : learning.features(session);
    }

    @Override
    public CompletionStage<Set<String>> features(Presence presence) {
        OtherCaps known = others;
        return known == null
                ? CompletableFuture.completedStage(Set.of())
                : known.features(presence);
    }

    @Override
    public void onFeatures(Listener listener) {
        listeners.add(listener);
    }

    private static CompletionStage<CapsInfo> ask(Services services, Session session, CapsTag tag) {
        IQ question =
                Stanzas.iqGet(
                        session.address(),
                        Jids.domain(session.address()),
                        UUID.randomUUID().toString(),
                        CapsInfoPayload.query(tag));
        return services.router().request(question, PATIENCE).thenApply(CapsFeature::read);
    }

    private static CompletionStage<CapsInfo> ask(
            Services services, Presence presence, CapsTag tag) {
        IQ question =
                Stanzas.iqGet(
                        presence.getFrom(),
                        Jids.domain(presence.getTo()),
                        UUID.randomUUID().toString(),
                        CapsInfoPayload.query(tag));
        return services.router().request(question, PATIENCE).thenApply(CapsFeature::read);
    }

    private static CapsInfo read(IQ answer) {
        FrozenElement query = Stanzas.payload(answer);
        if (answer.getType() != IQ.Type.result
                || query == null
                || !query.is("query", CapsInfoPayload.INFO)) {
            throw new IllegalStateException("the client does not say what it supports");
        }
        return CapsInfoPayload.read(query);
    }
}
