package dev.hermod.routing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/// IQs that the server itself sent and waits to have answered: bounded, each with a deadline. An
/// answer counts only when it comes from whom was asked (RFC 6120 8.1.2 lets ids repeat among
/// entities).
final class PendingRequests {
    private static final int MAXIMUM = 50_000;

    private record Key(String id, JID asked) {}

    private final Cache<Key, CompletableFuture<IQ>> waiting =
            Caffeine.newBuilder()
                    .maximumSize(MAXIMUM)
                    .<Key, CompletableFuture<IQ>>removalListener((_, answer, cause) -> {
                        if (cause.wasEvicted() && answer != null) {
                            answer.completeExceptionally(
                                    new TimeoutException("too many requests wait for an answer"));
                        }
                    })
                    .build();

    CompletionStage<IQ> expect(IQ request, Duration deadline) {
        Key key = new Key(request.getID(), request.getTo());
        CompletableFuture<IQ> answer = new CompletableFuture<>();
        waiting.put(key, answer);
        return answer.orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> waiting.invalidate(key));
    }

    /// Hands an answer to whoever waits for it; `false` when nobody does.
    boolean answer(IQ response) {
        String id = response.getID();
        @Nullable CompletableFuture<IQ> answer =
                id == null ? null : waiting.getIfPresent(new Key(id, response.getFrom()));
        return answer != null && answer.complete(response);
    }
}
