package dev.hermod.routing;

import dev.hermod.feature.MessageHook;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.Origins;
import dev.hermod.feature.Session;
import dev.hermod.feature.Sessions;
import dev.hermod.feature.Stage;
import dev.hermod.feature.Transit;
import dev.hermod.feature.Verdict;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.LogMessage;
import dev.hermod.storage.LogRow;
import dev.hermod.xml.ElementWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.PacketError;

/// Takes a message through the stages and, when it is kept, through the log, to whoever is to have
/// it.
final class MessageRouting {
    private static final Logger log = LoggerFactory.getLogger(MessageRouting.class);

    private final InstalledFeatures features;
    private final ServedDomains domains;
    private final Sessions sessions;
    private final LocalDelivery delivery;
    private final Outlets outlets;

    MessageRouting(
            InstalledFeatures features,
            ServedDomains domains,
            Sessions sessions,
            LocalDelivery delivery,
            Outlets outlets) {
        this.features = features;
        this.domains = domains;
        this.sessions = sessions;
        this.delivery = delivery;
        this.outlets = outlets;
    }

    Work work(Message received, @Nullable Session origin, Parties parties) {
        Transit transit = transit(received, origin, parties);
        Staged staged = stages(received, transit, Stage.CHECK, Stage.REWRITE, Stage.ARCHIVE);
        if (staged.message() == null) {
            return new Work.Now(() -> staged.end(received, outlets));
        }
        Message message = staged.message();
        Target target = Target.of(message.getTo(), message.getFrom(), domains);
        return switch (target) {
            case Target.ServerDomain _ ->
                    new Work.Now(() -> refuse(message, PacketError.Condition.service_unavailable));
            case Target.LocalAccount(JID account) ->
                    toLocal(
                            message,
                            transit,
                            account,
                            staged,
                            DeliveryRules.toBareJid(message.getType()));
            case Target.LocalResource(JID resource) ->
                    toLocal(
                            message,
                            transit,
                            resource,
                            staged,
                            DeliveryRules.toFullJid(
                                    message.getType(), sessions.session(resource) != null));
            case Target.Service(String domain) -> toService(message, transit, staged, domain);
            case Target.Remote _ ->
                    outgoing(message, transit, staged, () -> outlets.toRemote(message));
        };
    }

    private Transit transit(Message message, @Nullable Session origin, Parties parties) {
        JID from = message.getFrom();
        JID to = message.getTo() == null ? Jids.bare(from) : message.getTo();
        return new Transit(
                origin,
                localAccount(from),
                localAccount(to),
                Map.of(),
                parties.sender(),
                parties.recipient());
    }

    private @Nullable JID localAccount(JID address) {
        return address.getNode() != null && domains.accounts(address.getDomain())
                ? Jids.bare(address)
                : null;
    }

    private Work toLocal(
            Message message,
            Transit transit,
            JID target,
            Staged staged,
            DeliveryRules.Outcome outcome) {
        return switch (outcome) {
            case IGNORE -> logged(message, transit, List.of(), () -> {});
            case SERVICE_UNAVAILABLE ->
                    new Work.Now(() -> refuse(message, PacketError.Condition.service_unavailable));
            case TO_ACCOUNT_OR_NOBODY ->
                    logged(message, transit, staged.rows(), () -> deliverNow(message, target));
            case TO_ACCOUNT, TO_RESOURCE ->
                    logged(
                            message,
                            transit,
                            concat(
                                    KeepingRules.incoming(
                                            transit, target, message, staged.offRecord()),
                                    staged.rows()),
                            () -> deliverNow(message, target));
        };
    }

    /// What the sender's archive does not remember is settled by the service.
    private Work toService(Message message, Transit transit, Staged staged, String domain) {
        Work work = outgoing(message, transit, staged, () -> outlets.toService(domain, message));
        return work instanceof Work.Log
                ? work
                : new Work.Handed(settled ->
                        afterCommit(message, transit)
                                .ifPresentOrElse(
                                        passed -> outlets.toService(domain, passed, settled),
                                        settled));
    }

    /// To whoever has no archive here; the sender's remembers it.
    private Work outgoing(Message message, Transit transit, Staged staged, Runnable sending) {
        List<LogRow> rows =
                concat(
                        KeepingRules.outgoing(
                                transit, message.getTo(), message, staged.offRecord()),
                        staged.rows());
        return logged(message, transit, rows, sending);
    }

    /// Delivery of what the log does not keep.
    private void deliverNow(Message message, JID target) {
        @Nullable Session exact = target.getResource() == null ? null : sessions.session(target);
        if (exact != null) {
            exact.deliver(message);
            return;
        }
        @Nullable OnlineAccount account = sessions.account(target);
        if (account != null) {
            for (Session session : account.sessions()) {
                if (session.available() && session.priority() >= 0) {
                    session.deliver(message);
                }
            }
        }
    }

    private Work logged(
            Message message, Transit transit, List<LogRow> rows, Runnable deliverUnlogged) {
        if (rows.isEmpty()) {
            return new Work.Now(
                    () -> afterCommit(message, transit).ifPresent(_ -> deliverUnlogged.run()));
        }
        byte[] stanza = ElementWriter.toBytes(Stanzas.element(message));
        return new Work.Log(
                new LogMessage(stanza, rows, null, Origins.of(message)),
                new Route(message, transit, rows, deliverUnlogged));
    }

    private Optional<Message> afterCommit(Message message, Transit transit) {
        Staged staged = stages(message, transit, Stage.COPY, Stage.DELIVER);
        staged.end(message, outlets);
        return Optional.ofNullable(staged.message());
    }

    private void refuse(Message message, PacketError.Condition condition) {
        outlets.refuse(message, new StanzaException(condition));
    }

    private Staged stages(Message received, Transit transit, Stage... stages) {
        Message message = received;
        List<LogRow> rows = List.of();
        Set<JID> offRecord = Set.of();
        for (Stage stage : stages) {
            for (MessageHook hook : features.messageHooks(stage)) {
                switch (hook.apply(message, transit)) {
                    case Verdict.Pass _ -> {}
                    case Verdict.Replace(Message replacement) -> message = replacement;
                    case Verdict.Keep(List<LogRow> kept) -> rows = concat(rows, kept);
                    case Verdict.OffRecord(Set<JID> owners) -> offRecord = union(offRecord, owners);
                    case Verdict.Drop(String reason) -> {
                        log.debug("message from {} dropped: {}", message.getFrom(), reason);
                        return Staged.ended(null);
                    }
                    case Verdict.Reject(PacketError.Condition condition, String text) -> {
                        return Staged.ended(new StanzaException(condition, null, text, null));
                    }
                }
            }
        }
        return new Staged(message, rows, offRecord, null);
    }

    private static List<LogRow> concat(List<LogRow> a, List<LogRow> b) {
        List<LogRow> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    private static Set<JID> union(Set<JID> a, Set<JID> b) {
        Set<JID> all = new HashSet<>(a);
        all.addAll(b);
        return all;
    }

    /// What came out of some stages: a message that goes on, or how it ended.
    private record Staged(
            @Nullable Message message,
            List<LogRow> rows,
            Set<JID> offRecord,
            @Nullable StanzaException refusal) {
        static Staged ended(@Nullable StanzaException refusal) {
            return new Staged(null, List.of(), Set.of(), refusal);
        }

        void end(Message received, Outlets outlets) {
            if (refusal != null) {
                outlets.refuse(received, refusal);
            }
        }
    }

    /// A message in the log's queue.
    private final class Route implements LoggedRoute {
        private final Message message;
        private final Transit transit;
        private final List<LogRow> rows;
        private final Runnable deliverUnlogged;

        Route(Message message, Transit transit, List<LogRow> rows, Runnable deliverUnlogged) {
            this.message = message;
            this.transit = transit;
            this.rows = rows;
            this.deliverUnlogged = deliverUnlogged;
        }

        @Override
        public void committed(long[] ids) {
            Map<JID, Long> byOwner = new java.util.HashMap<>();
            for (int i = 0; i < ids.length; i++) {
                byOwner.put(rows.get(i).owner(), ids[i]);
            }
            Optional<Message> delivered = afterCommit(message, transit.withIds(byOwner));
            boolean local = false;
            for (int i = 0; i < ids.length; i++) {
                LogRow row = rows.get(i);
                if (row.deliver() && delivered.isPresent()) {
                    local = true;
                    delivery.deliver(row, delivered.get(), ids[i]);
                }
            }
            if (!local && delivered.isPresent()) {
                deliverUnlogged.run();
            }
        }

        @Override
        public @Nullable String stanzaId() {
            return message.getID();
        }

        @Override
        public void failed(dev.hermod.storage.MessageLog.Failure failure) {
            outlets.refuse(
                    message,
                    switch (failure) {
                        // An unknown account must look like one that has nobody online and keeps
                        // nothing (RFC 6121 8.5.1).
                        case NO_SUCH_OWNER ->
                                new StanzaException(PacketError.Condition.service_unavailable);
                        case UNAVAILABLE -> Refusals.storageAway();
                        case REFUSED -> new StanzaException(PacketError.Condition.not_acceptable);
                    });
        }
    }
}
