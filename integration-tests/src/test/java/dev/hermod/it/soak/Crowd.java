package dev.hermod.it.soak;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// What everybody in the soak shares.
///
/// @param people the accounts that exist from the beginning to the end
/// @param actions counts what was done, of every kind
record Crowd(
        HermodServer server,
        List<Account> people,
        Ledger ledger,
        Troubles troubles,
        AtomicLong actions,
        Stop stop) {

    /// Says when it is over.
    static final class Stop {
        private volatile boolean stopped;

        void now() {
            stopped = true;
        }

        boolean stopped() {
            return stopped;
        }
    }

    /// One stretch of somebody's life; may fail.
    interface Life {
        void live();
    }

    /// Lives again and again until it is over, however each life ends.
    Thread start(String who, Life life) {
        return Thread.ofVirtual()
                .name(who)
                .start(() -> {
                    while (!stop.stopped()) {
                        try {
                            life.live();
                        } catch (AssertionError | UncheckedIOException e) {
                            troubles.add(who, e);
                            pause(new Random(), Duration.ofSeconds(1));
                        }
                    }
                });
    }

    Account anybody(Random random) {
        return people.get(random.nextInt(people.size()));
    }

    /// Traffic has a pace: nobody waits here for something to happen.
    void pause(Random random, Duration mean) {
        if (!stop.stopped()) {
            LockSupport.parkNanos((long) (mean.toNanos() * (0.5 + random.nextDouble())));
        }
    }
}
