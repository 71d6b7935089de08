package dev.hermod.extensions.retraction;

import dev.hermod.extensions.archive.ArchivedMessage;
import dev.hermod.feature.Router;
import dev.hermod.feature.Services;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.Utf8Buffer;
import dev.hermod.xml.XmlStreamException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/// Carries retractions out behind the log, one after the other, on a virtual thread that lives as
/// long as there are any.
final class RetractionWork {
    private static final Logger log = LoggerFactory.getLogger(RetractionWork.class);
    private static final int BATCH = 50;
    private static final Duration RETRY = Duration.ofSeconds(5);

    /// How far back in a conversation a retracted message is looked for.
    private static final int LOOKED = 5_000;

    private final Services services;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicLong wishes = new AtomicLong();
    private final CountDownLatch stopping = new CountDownLatch(1);

    RetractionWork(Services services) {
        this.services = services;
    }

    /// There may be something to do; does not block.
    void wake() {
        wishes.incrementAndGet();
        if (!running.getAndSet(true)) {
            Thread.ofVirtual().name("retractions").start(this::run);
        }
    }

    void stop() {
        stopping.countDown();
    }

    private void run() {
        long seen;
        do {
            seen = wishes.get();
            try {
                carryOutAll();
            } catch (StorageUnavailableException e) {
                log.warn("retracted messages are removed later: {}", e.getMessage());
                wishes.incrementAndGet();
                rest();
            }
            running.set(false);
        } while (!stopped() && wishes.get() != seen && !running.getAndSet(true));
    }

    private void rest() {
        try {
            if (stopping.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("retractions are left to the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
    }

    private void carryOutAll() {
        List<ArchivedMessage> due;
        do {
            due = retractions().due(BATCH);
            due.forEach(this::carryOut);
            retractions().done(due.stream().map(ArchivedMessage::id).toList());
        } while (due.size() == BATCH && !stopped());
    }

    private void carryOut(ArchivedMessage due) {
        Optional<Retraction> found =
                Optional.ofNullable(parsed(due.stanza())).flatMap(Retraction::in);
        found.ifPresent(retraction -> {
            JID author = Jids.bare(retraction.from());
            JID other = Jids.bare(retraction.to());
            Router router = services.router();
            if (router.localAccount(author)) {
                remove(retraction, due, author, other);
            }
            if (router.localAccount(other) && !other.equals(author)) {
                remove(retraction, due, other, author);
            }
        });
    }

    private void remove(Retraction retraction, ArchivedMessage due, JID owner, JID conversation) {
        List<ArchivedMessage> candidates =
                retractions()
                        .mentioning(owner, conversation, due.id(), retraction.target(), LOOKED);
        for (ArchivedMessage candidate : candidates) {
            FrozenElement stored = parsed(candidate.stanza());
            if (stored != null && retraction.concerns(stored)) {
                FrozenElement left = retraction.tombstone(stored, due.received());
                retractions().replace(owner, new ArchivedMessage(candidate.id(), bytes(left)));
            }
        }
    }

    private static @Nullable FrozenElement parsed(byte[] stanza) {
        try {
            return ElementReader.parse(stanza);
        } catch (XmlStreamException e) {
            log.error("a logged message cannot be read", e);
            return null;
        }
    }

    private static byte[] bytes(FrozenElement stanza) {
        Utf8Buffer buffer = new Utf8Buffer(256);
        ElementWriter.writeAlone(stanza, buffer);
        return buffer.toByteArray();
    }

    private boolean stopped() {
        return stopping.getCount() == 0;
    }

    private Retractions retractions() {
        return services.storage().port(Retractions.class);
    }
}
