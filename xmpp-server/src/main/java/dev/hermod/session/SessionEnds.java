package dev.hermod.session;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends many sessions and waits for that.
final class SessionEnds {
    private static final Logger log = LoggerFactory.getLogger(SessionEnds.class);

    private SessionEnds() {}

    /// @param which of these accounts' sessions
    /// @param how what ends one
    /// @param begun runs when all have been told
    /// @param deadline how long all may take together
    static void end(
            Collection<LocalAccount> accounts,
            Predicate<BoundSession> which,
            Consumer<BoundSession> how,
            Runnable begun,
            Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        List<BoundSession> ending =
                accounts.stream()
                        .flatMap(account -> account.sessions().stream())
                        .filter(which)
                        .toList();
        ending.forEach(how);
        begun.run();
        for (BoundSession session : ending) {
            try {
                session.whenOver().get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException | InterruptedException e) {
                log.warn("session {} did not end in time", session);
            }
        }
    }
}
