package dev.hermod.session;

import dev.hermod.feature.SessionEnd;
import dev.hermod.stanza.Delay;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.LogEntry;
import dev.hermod.storage.MessageLog;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import dev.hermod.xml.XmlStreamException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/// Delivers from the log what waits for a session that has become available (XEP-0160): in pages,
/// no faster than the client reads, live stanzas held behind it.
final class Replays {
    private static final Logger log = LoggerFactory.getLogger(Replays.class);
    private static final int PAGE = 100;
    private static final long UNREAD_BYTES = 256 * 1024;
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final MessageLog messageLog;
    private final Predicate<Packet> wanted;

    /// @param wanted whether the account that a stored message is for still lets it through
    Replays(MessageLog messageLog, Predicate<Packet> wanted) {
        this.messageLog = messageLog;
        this.wanted = wanted;
    }

    /// On the session's event loop.
    void begin(LocalAccount account, BoundSession session) {
        if (session.outbound().beginReplay()) {
            long missed = session.takeMissed();
            long routed = session.receive();
            Given given = new Given(session.receiver(), missed, routed);
            Thread.ofVirtual().name("replay").start(() -> run(account, given));
        }
    }

    private void run(LocalAccount account, Given given) {
        BoundSession session = given.receiver.session();
        try {
            long floor = messageLog.lastId(account.address());
            IdRanges missed = new IdRanges();
            if (given.missed != BoundSession.NOTHING) {
                missed.add(given.missed, floor);
            }
            DeliveryLedger.Replay replay = account.ledger().claim(given.receiver, floor, missed);
            send(account, given, messageLog.entries(account.address(), replay.exceptions()));
            IdRanges free = new IdRanges();
            replay.ranges().forEach(range -> free.add(range.after(), range.upTo()));
            IdRanges all = free.copy();
            all.addAll(missed);
            for (IdRanges.Range range : all.ranges()) {
                sendRange(account, given, range, free);
            }
            if (given.upTo == 0) {
                account.ledger().confirmReplay(given.receiver);
            }
            session.link().execute(() -> end(session));
        } catch (StorageUnavailableException e) {
            log.warn("stored messages of {} wait: {}", session, e.getMessage());
            giveBack(account, given);
            session.link().schedule(session::replay, RETRY);
        } catch (TimeoutException e) {
            giveBack(account, given);
            session.drop(
                    new SessionEnd(
                            StreamErrorCondition.RESOURCE_CONSTRAINT,
                            "the client does not read its stored messages"));
            session.link().execute(session::replay);
        } catch (ExecutionException e) {
            log.debug("{} while stored messages were delivered: {}", session, e.getMessage());
            giveBack(account, given);
            session.link().execute(session::replay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(BoundSession session) {
        if (session.outbound().endReplay()) {
            session.replay();
        }
    }

    /// What is not stored goes on meanwhile; live messages are read back from the log later, also
    /// those that another resource is given by then.
    private static void giveBack(LocalAccount account, Given given) {
        Receiver receiver = given.receiver;
        account.ledger().giveBack(receiver, given.upTo);
        receiver.session()
                .link()
                .execute(() -> {
                    receiver.session().outbound().abandonReplay(receiver);
                    receiver.session().missed(Math.max(given.had(), given.upTo));
                });
    }

    /// How far a replay has come.
    private static final class Given {
        final Receiver receiver;

        /// Above which id the session has missed something, if it has.
        final long missed;

        /// Up to which id was routed before it joined.
        final long routed;

        long upTo;

        Given(Receiver receiver, long missed, long routed) {
            this.receiver = receiver;
            this.missed = missed;
            this.routed = routed;
        }

        /// Up to which id it has had what it was to be given.
        long had() {
            return missed == BoundSession.NOTHING ? routed : missed;
        }
    }

    /// @param free what nobody answers for; of the rest the session gets what all resources do
    private void sendRange(LocalAccount account, Given given, IdRanges.Range range, IdRanges free)
            throws InterruptedException, ExecutionException, TimeoutException {
        long after = range.after();
        List<LogEntry> page;
        do {
            page = messageLog.deliverable(account.address(), after, range.upTo(), PAGE);
            send(
                    account,
                    given,
                    page.stream()
                            .filter(entry ->
                                    entry.target().getResource() == null
                                            || free.contains(entry.id()))
                            .toList());
            after = page.isEmpty() ? after : page.getLast().id();
        } while (page.size() == PAGE);
    }

    private void send(LocalAccount account, Given given, List<LogEntry> page)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (page.isEmpty()) {
            return;
        }
        BoundSession session = given.receiver.session();
        List<Replayed> messages =
                page.stream()
                        .flatMap(entry -> message(account.address(), entry).stream())
                        .filter(one -> wanted.test(one.message()))
                        .toList();
        CompletableFuture<Void> taken = new CompletableFuture<>();
        session.onceOver(() -> taken.completeExceptionally(new Interrupted()));
        session.link()
                .execute(() -> {
                    if (session.takesReplay()) {
                        messages.stream()
                                .filter(one -> !session.fetches(one.id()))
                                .forEach(one ->
                                        session.outbound()
                                                .replay(
                                                        one.message(),
                                                        new Delivered(given.receiver, one.id())));
                        given.upTo = page.getLast().id();
                        awaitReading(session, taken, session::takesReplay);
                    } else {
                        taken.completeExceptionally(new Interrupted());
                    }
                });
        taken.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// An entry made a message again.
    record Replayed(Message message, long id) {}

    static void awaitReading(
            BoundSession session, CompletableFuture<Void> taken, BooleanSupplier goesOn) {
        if (!goesOn.getAsBoolean()) {
            taken.completeExceptionally(new Interrupted());
        } else if (session.outbound().pendingBytes() < UNREAD_BYTES) {
            taken.complete(null);
        } else {
            session.link().schedule(() -> awaitReading(session, taken, goesOn), POLL);
        }
    }

    /// The client went while it was given stored messages; what it had not acknowledged stays
    /// stored.
    static final class Interrupted extends Exception {
        private static final long serialVersionUID = 1L;

        Interrupted() {
            super("the client went", null, false, false);
        }
    }

    /// The stanza as it was logged, with its id and its delay (XEP-0203).
    static Optional<Replayed> message(JID owner, LogEntry entry) {
        try {
            FrozenElement logged = ElementReader.parse(entry.stanza());
            Delay delay = new Delay(Instant.ofEpochMilli(entry.epochMillis()), Jids.domain(owner));
            Message delayed = Stanzas.message(logged.withChild(delay.element()));
            return Optional.of(
                    new Replayed(LogDelivery.identified(delayed, owner, entry.id()), entry.id()));
        } catch (XmlStreamException | IllegalArgumentException e) {
            log.error("log entry {} of {} is no message and is passed over", entry.id(), owner, e);
            return Optional.empty();
        }
    }
}
