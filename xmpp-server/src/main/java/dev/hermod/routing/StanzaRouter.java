package dev.hermod.routing;

import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.Router;
import dev.hermod.feature.Session;
import dev.hermod.feature.Sessions;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.MessageLog;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
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
    private final RecipientLanes lanes = new RecipientLanes();
    private final StanzaChecks checks;
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
        Outlets outlets = new Outlets(domains, remote, this::routeUnchecked);
        this.checks = new StanzaChecks(features, domains, sessions, outlets);
        this.iqs = new IqRouting(features, domains, sessions, pending, outlets);
        this.presences = new PresenceRouting(features, domains, sessions, outlets, this::route);
        this.messages = new MessageRouting(features, domains, sessions, delivery, outlets);
    }

    /// What is to be done for a stanza that a local session sent.
    public Work outbound(Packet stanza, Session origin) {
        return guarded(
                stanza,
                () ->
                        stanza instanceof Presence presence
                                ? outboundPresence(presence, origin)
                                : checked(stanza, origin));
    }

    /// Each stanza that follows from it is checked when it is routed; here only whether the sender
    /// may send it, before rosters change.
    private Work outboundPresence(Presence presence, Session origin) {
        @Nullable Work instead = checks.insteadOfSending(presence, origin);
        return instead != null ? instead : presences.outbound(presence, origin);
    }

    /// Takes presence that the server has a local session say; on its event loop.
    public void announce(Presence presence, Session origin) {
        run(presence, guarded(presence, () -> presences.complete(presence, origin)));
    }

    /// What is to be done for a stanza that a peer sent which is no session of ours: a component,
    /// another server. Whoever it came by has seen to it that it may be `from` there.
    public Work inbound(Packet stanza) {
        return guarded(stanza, () -> checked(stanza, null));
    }

    @Override
    public void route(Packet stanza) {
        if (lanes.idle() || !follows(stanza)) {
            run(stanza, inbound(stanza));
        }
    }

    private void routeUnchecked(Packet stanza) {
        run(stanza, guarded(stanza, () -> work(stanza, null, Parties.NONE)));
    }

    private Work checked(Packet stanza, @Nullable Session origin) {
        Work work = checks.work(stanza, origin, parties -> work(stanza, origin, parties));
        return work instanceof Work.Later(Supplier<Work> making)
                ? new Work.Later(() -> guarded(stanza, making))
                : work;
    }

    private void run(Packet stanza, Work work) {
        switch (work) {
            case Work.Now(Runnable task) -> task.run();
            case Work.Blocking(Runnable task) -> onVirtualThread(task);
            case Work.Later(Supplier<Work> making) -> later(stanza, making);
            case Work.Log logged -> append(logged);
            case Work.Handed(Consumer<Runnable> handing) -> handing.accept(() -> {});
        }
    }

    private void later(Packet stanza, Supplier<Work> making) {
        if (Thread.currentThread().isVirtual()) {
            run(stanza, making.get());
        } else {
            inLane(
                    stanza,
                    task -> {
                        lanes.add(Jids.bare(stanza.getTo()), task);
                        return true;
                    });
        }
    }

    private boolean follows(Packet stanza) {
        JID to = stanza.getTo();
        return to != null && inLane(stanza, task -> lanes.follow(Jids.bare(to), task));
    }

    private boolean inLane(Packet stanza, Predicate<Runnable> adding) {
        try {
            return adding.test(() -> run(stanza, inbound(stanza)));
        } catch (RejectedExecutionException _) {
            ErrorReplies.to(stanza, Refusals.storageAway()).ifPresent(this::routeUnchecked);
            return true;
        }
    }

    @Override
    public boolean stillWanted(Packet kept) {
        return checks.stillWanted(kept);
    }

    @Override
    public boolean wanted(Packet stanza, OnlineAccount recipient) {
        return checks.wanted(stanza, recipient);
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

    /// What a bug in a feature leaves to be done is the answer that there was one.
    private Work guarded(Packet stanza, Supplier<Work> making) {
        AtomicReference<@Nullable Work> made = new AtomicReference<>();
        Optional<Packet> error = Guard.run(stanza, () -> made.set(making.get()));
        Work work = made.get();
        return work != null ? work : new Work.Now(() -> error.ifPresent(this::routeUnchecked));
    }

    private Work work(Packet stanza, @Nullable Session origin, Parties parties) {
        return switch (stanza) {
            case Message message -> messages.work(message, origin, parties);
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
                            public void repeated(long[] ids) {}

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
