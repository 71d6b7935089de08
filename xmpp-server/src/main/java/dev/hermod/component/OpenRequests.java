package dev.hermod.component;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/// Which stream of a component asked what: the answer is for the process that waits for it, not for
/// the one that the answering party's other stanzas go to. So many are remembered, for so long.
final class OpenRequests {
    private static final int MOST = 20_000;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Cache<Key, ComponentStream> asking =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(LONGEST).build();

    private record Key(String id, JID asker, JID asked) {}

    void asked(IQ request, ComponentStream stream) {
        asking.put(new Key(request.getID(), request.getFrom(), request.getTo()), stream);
    }

    /// The stream that an answer is for, once; `null` where none is known.
    @Nullable ComponentStream takeAsker(IQ answer) {
        String id = answer.getID();
        return id == null
                ? null
                : asking.asMap().remove(new Key(id, answer.getTo(), answer.getFrom()));
    }
}
