package dev.hermod.it.history;

import dev.hermod.it.history.Evidence.Reading;
import dev.hermod.it.history.Evidence.Session;
import dev.hermod.it.history.Violation.Kind;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/// Nothing comes twice in one session, and nothing stands twice in an archive: neither by its id
/// nor by what it says, so a message that was sent once more counts as one.
final class Doubles implements Judgement.Check {
    @Override
    public void on(Evidence evidence, BiConsumer<Kind, String> violations) {
        for (Session session : evidence.sessions.values()) {
            Set<Object> seen = new HashSet<>();
            for (Fact.Received received : session.received) {
                if (again(seen, received.id(), received.message())) {
                    violations.accept(
                            Kind.DOUBLED,
                            "%s (%d) came twice in session %s of %s"
                                    .formatted(
                                            received.message(),
                                            received.id(),
                                            session.name,
                                            session.device()));
                }
            }
        }
        for (Reading reading : evidence.readings) {
            Set<Object> seen = new HashSet<>();
            for (Fact.Archived entry : reading.entries()) {
                if (again(seen, entry.id(), entry.message())) {
                    violations.accept(
                            Kind.DOUBLED,
                            "%s (%d) is twice in the archive of %s, read %s"
                                    .formatted(
                                            entry.message(),
                                            entry.id(),
                                            reading.by().account,
                                            reading.direction()));
                }
            }
        }
    }

    private static boolean again(Set<Object> seen, long id, String message) {
        boolean newId = seen.add(id);
        boolean newMessage = seen.add(message);
        return !newId || !newMessage;
    }
}
