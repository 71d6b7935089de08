package dev.hermod.it.soak;

import dev.hermod.it.Account;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Random;

/// Comes, talks for a while, goes politely or not, stays away for a while.
record Citizen(Crowd crowd, Account account, Random random) implements Crowd.Life {
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(2);
    private static final Duration AWAY = Duration.ofSeconds(10);
    private static final int MOST_ROUNDS = 30;

    @Override
    public void live() {
        Visit visit = Visit.begin(crowd, account, random);
        try {
            int rounds = 1 + random.nextInt(MOST_ROUNDS);
            for (int round = 0; round < rounds && !crowd.stop().stopped(); round++) {
                visit.chat();
                visit.fidget();
                crowd.pause(random, BETWEEN_ROUNDS);
            }
            if (random.nextBoolean()) {
                visit.leave();
            } else {
                if (random.nextBoolean()) {
                    visit.chat();
                }
                visit.vanish();
            }
        } catch (AssertionError | UncheckedIOException e) {
            visit.vanish();
            throw e;
        }
        crowd.pause(random, AWAY);
    }
}
