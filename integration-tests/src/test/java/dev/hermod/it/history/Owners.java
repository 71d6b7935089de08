package dev.hermod.it.history;

import dev.hermod.it.history.Evidence.Message;
import dev.hermod.it.history.Evidence.Session;
import dev.hermod.it.history.Violation.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Once a session has a full JID, the one that had it before is given nothing that was sent later.
final class Owners implements Judgement.Check {
    @Override
    public void on(Evidence evidence, BiConsumer<Kind, String> violations) {
        Map<String, Session> owners = new HashMap<>();
        Map<String, Session> successors = new HashMap<>();
        for (Session session : evidence.sessions.values()) {
            Session before = owners.put(session.device(), session);
            if (before != null) {
                successors.put(before.name, session);
            }
        }
        for (Session session : evidence.sessions.values()) {
            @Nullable Session successor = successors.get(session.name);
            if (successor != null) {
                givenAfter(evidence, session, successor, violations);
            }
        }
    }

    private static void givenAfter(
            Evidence evidence,
            Session session,
            Session successor,
            BiConsumer<Kind, String> violations) {
        for (Fact.Received received : session.received) {
            @Nullable Message message = evidence.messages.get(received.message());
            if (message != null && message.at() > successor.opened) {
                violations.accept(
                        Kind.TWO_OWNERS,
                        "session %s was given %s, sent after session %s had taken over %s"
                                .formatted(
                                        session.name,
                                        message.name(),
                                        successor.name,
                                        session.device()));
            }
        }
    }
}
