package dev.hermod.session;

import dev.hermod.xml.FrozenElement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Acknowledgements on a session's stream, both ways, and what is needed to resume it (XEP-0198).
/// What the client sends is acknowledged once it is settled; what it is sent is kept until it
/// acknowledges. On the session's event loop only.
final class StreamManagement {
    /// The namespace of its elements.
    static final String NAMESPACE = "urn:xmpp:sm:3";

    /// What all sessions share.
    ///
    /// @param requestAfter stanzas after which an acknowledgement is asked for; otherwise once a
    ///   second
    /// @param answer how long one may take while nothing at all comes
    /// @param unacknowledged stanzas that may wait for one before the stream cannot be resumed any
    ///   more
    /// @param unacknowledgedBytes of those that are not in the log
    record Rules(int requestAfter, Duration answer, int unacknowledged, long unacknowledgedBytes) {}

    /// A log entry that is confirmed along with the stanza of that number.
    private record Mark(long number, Delivered entry) {}

    private final String id;
    private final Rules rules;
    private final Link link;
    private final InboundOrder inbound;
    private final Consumer<Delivered> confirm;
    private final Unacknowledged unacknowledged;
    private final ArrayDeque<Mark> marks = new ArrayDeque<>(0);
    private Duration patience;
    private int sinceRequest;
    private boolean requested;
    private long requestedNanos;
    private long bytesAtRequest;
    private long told;
    private long owed;
    private boolean telling;

    /// @param id of the stream, also when it is resumed
    /// @param patience how long the session waits for its client, zero when it does not
    /// @param inbound what the client sends
    /// @param confirm hears of the newest entry that each receiver has acknowledged
    StreamManagement(
            String id,
            Duration patience,
            Rules rules,
            Link link,
            InboundOrder inbound,
            Consumer<Delivered> confirm) {
        this.id = id;
        this.patience = patience;
        this.rules = rules;
        this.link = link;
        this.inbound = inbound;
        this.confirm = confirm;
        this.unacknowledged = new Unacknowledged(inbound::heard);
    }

    String id() {
        return id;
    }

    /// How long the session waits for its client once the connection is lost.
    Duration patience() {
        return patience;
    }

    boolean resumable() {
        return !patience.isZero();
    }

    Unacknowledged unacknowledged() {
        return unacknowledged;
    }

    /// A stanza went to the client, or to where it waits for the client.
    ///
    /// @param entry `null` when it is not in the log
    /// @param bytes of its XML, about
    /// @return `false` when more wait than may
    boolean sent(FrozenElement element, @Nullable Delivered entry, long bytes) {
        unacknowledged.add(
                entry != null && entry.lasting()
                        ? new Unacknowledged.Sealed.Logged(entry)
                        : inline(element, entry, bytes));
        if (++sinceRequest >= rules.requestAfter() && !requested) {
            request();
        }
        if (overfull(1)) {
            patience = Duration.ZERO;
            unacknowledged.forget();
        }
        return !overfull(2);
    }

    private Unacknowledged.Sealed inline(
            FrozenElement element, @Nullable Delivered entry, long bytes) {
        return resumable()
                ? new Unacknowledged.Sealed.Inline(
                        element, bytes, System.currentTimeMillis(), entry)
                : Unacknowledged.Sealed.Forgotten.of(element, entry);
    }

    private boolean overfull(int times) {
        return unacknowledged.size() > times * rules.unacknowledged()
                || unacknowledged.bytes() > times * rules.unacknowledgedBytes();
    }

    /// This entry was given with the stanzas sent so far, and is confirmed with the last of them.
    void mark(Delivered entry) {
        if (unacknowledged.size() == 0) {
            confirm.accept(entry);
        } else {
            marks.add(new Mark(unacknowledged.sent(), entry));
        }
    }

    /// The client has acknowledged.
    void acknowledged(long h) throws HandledCountTooHigh {
        List<Delivered> newest = unacknowledged.acknowledge(h);
        if (newest == null) {
            throw new HandledCountTooHigh(h, unacknowledged.sent());
        }
        requested = false;
        newest.forEach(confirm);
        long acknowledged = unacknowledged.sent() - unacknowledged.size();
        while (!marks.isEmpty() && marks.element().number() <= acknowledged) {
            confirm.accept(marks.remove().entry());
        }
        if (sinceRequest >= rules.requestAfter() && unacknowledged.size() > 0) {
            request();
        }
    }

    /// The client asks how far it is: it hears at once, and again when what it had sent is settled.
    void requested() {
        owed = inbound.received();
        tell();
    }

    /// More of what the client sent may be settled.
    void settled() {
        if (told < owed && inbound.handled() > told && !telling) {
            telling = true;
            link.execute(() -> {
                telling = false;
                tellMore();
            });
        }
    }

    /// Once a second.
    ///
    /// @return `false` when the client does not answer
    boolean tick(long nowNanos) {
        tellMore();
        if (!requested) {
            if (sinceRequest > 0 && unacknowledged.size() > 0) {
                request();
            }
            return true;
        }
        return nowNanos - requestedNanos < rules.answer().toNanos()
                || link.receivedBytes() != bytesAtRequest;
    }

    /// Asks for an acknowledgement.
    void request() {
        requested = true;
        requestedNanos = System.nanoTime();
        bytesAtRequest = link.receivedBytes();
        sinceRequest = 0;
        link.write(FrozenElement.named("r", NAMESPACE).build(), null);
    }

    /// The stream goes on over another connection.
    void resumed() {
        requested = false;
        sinceRequest = unacknowledged.size();
        told = inbound.handled();
        owed = 0;
    }

    private void tellMore() {
        if (inbound.handled() > told) {
            tell();
        }
    }

    private void tell() {
        told = inbound.handled();
        link.write(
                FrozenElement.named("a", NAMESPACE)
                        .attribute("h", Long.toString(told & 0xFFFF_FFFFL))
                        .build(),
                null);
    }
}
