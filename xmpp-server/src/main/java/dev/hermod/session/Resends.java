package dev.hermod.session;

import dev.hermod.feature.SessionEnd;
import dev.hermod.stanza.Delay;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.LogEntry;
import dev.hermod.storage.MessageLog;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/// Sends once more on a resumed stream what was not acknowledged on it (XEP-0198 section 5): in
/// pages, no faster than the client reads.
final class Resends {
    private static final Logger log = LoggerFactory.getLogger(Resends.class);
    private static final int PAGE = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final MessageLog messageLog;

    Resends(MessageLog messageLog) {
        this.messageLog = messageLog;
    }

    /// Sends once more, on a resumed stream, what was not acknowledged on it; on the session's
    /// event loop, and until [SessionResumption#resent] nothing else goes out.
    ///
    /// @param turn what [SessionResumption#resends] says as long as this is to go on
    void begin(
            LocalAccount account,
            BoundSession session,
            List<Unacknowledged.Sealed> sealed,
            long turn) {
        Thread.ofVirtual().name("resend").start(() -> sendAgain(account, session, sealed, turn));
    }

    private void sendAgain(
            LocalAccount account,
            BoundSession session,
            List<Unacknowledged.Sealed> sealed,
            long turn) {
        List<Unacknowledged.Sealed> gone = new ArrayList<>();
        try {
            for (int from = 0; from < sealed.size(); from += PAGE) {
                List<Unacknowledged.Sealed> page =
                        sealed.subList(from, Math.min(sealed.size(), from + PAGE));
                resendPage(session, elements(account.address(), page, gone), turn);
            }
            session.link().execute(() -> session.resumption().resent(turn, gone));
        } catch (StorageUnavailableException e) {
            log.warn("{} cannot be resumed now: {}", session, e.getMessage());
            dropResumed(session, turn, "stored messages cannot be read now");
        } catch (TimeoutException e) {
            dropResumed(session, turn, "the client does not read what it is sent");
        } catch (ExecutionException e) {
            log.debug("{} while it was resumed: {}", session, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void dropResumed(BoundSession session, long turn, String why) {
        session.link()
                .execute(() -> {
                    if (session.resumption().resends(turn)) {
                        session.drop(new SessionEnd(StreamErrorCondition.RESOURCE_CONSTRAINT, why));
                    }
                });
    }

    private static void resendPage(BoundSession session, List<FrozenElement> page, long turn)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        session.link()
                .execute(() -> {
                    if (session.resumption().resends(turn)) {
                        page.forEach(session.outbound()::again);
                        Replays.awaitReading(
                                session, taken, () -> session.resumption().resends(turn));
                    } else {
                        taken.completeExceptionally(new Replays.Interrupted());
                    }
                });
        taken.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private List<FrozenElement> elements(
            JID owner, List<Unacknowledged.Sealed> page, List<Unacknowledged.Sealed> gone) {
        Map<Long, FrozenElement> logged = new HashMap<>();
        List<Long> ids =
                page.stream()
                        .filter(Unacknowledged.Sealed.Logged.class::isInstance)
                        .map(one -> ((Unacknowledged.Sealed.Logged) one).entry().id())
                        .toList();
        for (LogEntry entry :
                ids.isEmpty() ? List.<LogEntry>of() : messageLog.entries(owner, ids)) {
            Replays.message(owner, entry)
                    .ifPresent(one -> logged.put(one.id(), Stanzas.element(one.message())));
        }
        List<FrozenElement> elements = new ArrayList<>(page.size());
        for (Unacknowledged.Sealed sealed : page) {
            @Nullable FrozenElement element =
                    switch (sealed) {
                        case Unacknowledged.Sealed.Logged(Delivered entry) ->
                                logged.get(entry.id());
                        case Unacknowledged.Sealed.Inline inline -> delayed(owner, inline);
                        case Unacknowledged.Sealed.Forgotten _ -> null;
                    };
            if (element == null) {
                gone.add(sealed);
            } else {
                elements.add(element);
            }
        }
        return elements;
    }

    /// Messages and presence say when they were sent first (XEP-0203).
    private static FrozenElement delayed(JID owner, Unacknowledged.Sealed.Inline inline) {
        FrozenElement element = inline.element();
        Delay delay = new Delay(Instant.ofEpochMilli(inline.epochMillis()), Jids.domain(owner));
        return element.localName().equals("iq") || Delay.in(element) != null
                ? element
                : element.withChild(delay.element());
    }
}
