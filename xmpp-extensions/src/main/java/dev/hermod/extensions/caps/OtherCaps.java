package dev.hermod.extensions.caps;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hermod.stanza.Stanzas;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Presence;

/// What clients support that have no session here, learnt when somebody wants to know. What was
/// proven once is remembered for all of them, apart from what sessions have proven, so that neither
/// can push the other out.
final class OtherCaps {
    /// In characters of features.
    private static final long CACHE_WEIGHT = 4_000_000;

    /// Questions under way; beyond that nothing is found out.
    private static final int MOST_QUESTIONS = 1_000;

    private final Question question;
    private final Semaphore questions = new Semaphore(MOST_QUESTIONS);
    private final Cache<Proof, Set<String>> proven =
            Caffeine.newBuilder()
                    .maximumWeight(CACHE_WEIGHT)
                    .weigher((Proof proof, Set<String> features) ->
                            200 + features.stream().mapToInt(String::length).sum())
                    .build();

    OtherCaps(Question question) {
        this.question = question;
    }

    /// Asks a client what its tag stands for.
    @FunctionalInterface
    interface Question {
        /// Completes exceptionally when there is no usable answer in time.
        CompletionStage<CapsInfo> ask(Presence presence, CapsTag tag);
    }

    private record Proof(String hash, String ver) {}

    CompletionStage<Set<String>> features(Presence presence) {
        Optional<CapsTag> said = CapsTag.in(Stanzas.element(presence));
        if (said.isEmpty()) {
            return CompletableFuture.completedStage(Set.of());
        }
        CapsTag tag = said.get();
        Set<String> known = proven.getIfPresent(new Proof(tag.hash(), tag.ver()));
        if (known != null || !questions.tryAcquire()) {
            return CompletableFuture.completedStage(known == null ? Set.of() : known);
        }
        return question.ask(presence, tag)
                .handle((info, _) -> {
                    questions.release();
                    return found(tag, info);
                });
    }

    private Set<String> found(CapsTag tag, @Nullable CapsInfo info) {
        if (info == null) {
            return Set.of();
        }
        return switch (CapsVerification.verify(tag, info)) {
            case Finding.Proven(Set<String> features) -> {
                proven.put(new Proof(tag.hash(), tag.ver()), features);
                yield features;
            }
            case Finding.Claimed(Set<String> features) -> features;
            case Finding.Rejected _ -> Set.of();
        };
    }
}
