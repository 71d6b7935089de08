package dev.hermod.routing;

import dev.hermod.feature.Router;
import dev.hermod.feature.Session;
import dev.hermod.feature.Sessions;
import dev.hermod.storage.MessageLog;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/// The router: turns a stanza into [Work], which a session runs in its own order, or runs it at
/// once for whoever has no order to keep.
public final class StanzaRouter implements Router {
    private final ServedDomains domains;
    private final MessageLog messageLog;
    private final PendingRequests pending = new PendingRequests();
    private final IqRouting iqs;
    private final PresenceRouting presences;
    private final MessageRouting messages;

    public StanzaRouter(
            InstalledFeatures features,
            ServedDomains domains,
            Sessions sessions,
            LocalDelivery delivery,
            RemoteDomains remote,
            MessageLog messageLog) {
        this.domains = domains;
        this.messageLog = messageLog;
        Outlets outlets = new Outlets(domains, remote, this::route);
        this.iqs = new IqRouting(features, domains, sessions, pending, outlets);
        this.presences = new PresenceRouting(features, domains, sessions, outlets);
        this.messages = new MessageRouting(features, domains, sessions, delivery, outlets);
    }

    /// What is to be done for a stanza that a local session sent.
    public Work outbound(Packet stanza, Session origin) {
        return guarded(
                stanza,
                () ->
                        stanza instanceof Presence presence
                                ? presences.outbound(presence, origin)
                                : work(stanza, origin));
    }

    /// What is to be done for a stanza that a peer sent which is no session of ours: a component,
    /// another server. Whoever it came by has seen to it that it may be `from` there.
    public Work inbound(Packet stanza) {
        return guarded(stanza, () -> work(stanza, null));
    }

    @Override
    public void route(Packet stanza) {
        switch (inbound(stanza)) {
            case Work.Now(Runnable task) -> task.run();
            case Work.Blocking(Runnable task) -> onVirtualThread(task);
            case Work.Log logged -> append(logged);
        }
    }

    @Override
    public CompletionStage<IQ> request(IQ request, Duration deadline) {
        CompletionStage<IQ> answer = pending.expect(request, deadline);
        route(request);
        return answer;
    }

    @Override
    public boolean localAccount(JID address) {
        return address.getNode() != null && domains.accounts(address.getDomain());
    }

    /// Runs work that is on a thread which may run it: blocking work is only made for virtual
    /// threads.
    static void runInline(Work work) {
        switch (work) {
            case Work.Now(Runnable task) -> task.run();
            case Work.Blocking(Runnable task) -> onVirtualThread(task);
            case Work.Log _ -> throw new IllegalStateException("presence is never logged");
        }
    }

    /// What a bug in a feature leaves to be done is the answer that there was one.
    private Work guarded(Packet stanza, Supplier<Work> making) {
        AtomicReference<@Nullable Work> made = new AtomicReference<>();
        Optional<Packet> error = Guard.run(stanza, () -> made.set(making.get()));
        Work work = made.get();
        return work != null ? work : new Work.Now(() -> error.ifPresent(this::route));
    }

    private Work work(Packet stanza, @Nullable Session origin) {
        return switch (stanza) {
            case Message message -> messages.work(message, origin);
            case IQ iq -> iqs.work(iq, origin);
            case Presence presence -> presences.inbound(presence);
            default -> throw new IllegalArgumentException("no stanza: " + stanza.getClass());
        };
    }

    private void append(Work.Log logged) {
        boolean queued =
                messageLog.append(
                        logged.message(),
                        new MessageLog.Outcome() {
                            @Override
                            public void committed(long[] ids, long[] previousIds) {
                                logged.route().committed(ids);
                            }

                            @Override
                            public void failed(MessageLog.Failure failure) {
                                logged.route().failed(failure);
                            }
                        });
        if (!queued) {
            logged.route().refused();
        }
    }

    private static void onVirtualThread(Runnable task) {
        if (Thread.currentThread().isVirtual()) {
            task.run();
        } else {
            Thread.ofVirtual().name("route").start(task);
        }
    }
}
