package dev.hermod.it.history;

import dev.hermod.it.history.Evidence.Session;
import dev.hermod.it.history.Violation.Kind;
import java.util.function.BiConsumer;

/// Where a session is resumed, the server counts what it handled as it did before (XEP-0198 section
/// 5). That nothing is missing there, or comes twice, is for [Losses] and [Doubles] to see.
final class Resumptions implements Judgement.Check {
    @Override
    public void on(Evidence evidence, BiConsumer<Kind, String> violations) {
        for (Session session : evidence.sessions.values()) {
            for (Fact.Resumed resumed : session.resumed) {
                if (resumed.handled() < resumed.acked() || resumed.handled() > resumed.sent()) {
                    violations.accept(
                            Kind.RESUME_NOT_EXACT,
                            "session %s was resumed with h=%d, of %d sent and %d acknowledged before"
                                    .formatted(
                                            session.name,
                                            resumed.handled(),
                                            resumed.sent(),
                                            resumed.acked()));
                }
            }
        }
    }
}
