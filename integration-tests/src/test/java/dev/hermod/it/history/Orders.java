package dev.hermod.it.history;

import dev.hermod.it.history.Evidence.Message;
import dev.hermod.it.history.Evidence.Reading;
import dev.hermod.it.history.Evidence.Session;
import dev.hermod.it.history.Violation.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What one device sent to somebody comes, and is archived, in the order in which it was sent. With
/// several devices, what one left behind unacknowledged may come to another late, with its delay.
/// What was refused and sent once more has a later place.
final class Orders implements Judgement.Check {
    @Override
    public void on(Evidence evidence, BiConsumer<Kind, String> violations) {
        for (Session session : evidence.sessions.values()) {
            boolean several = evidence.devices(session.account) > 1;
            Map<String, Message> last = new HashMap<>();
            for (Fact.Received received : session.received) {
                if (several && received.how() == Fact.How.OFFLINE) {
                    continue;
                }
                String how = several ? received.how().name() : "";
                check(
                        evidence,
                        evidence.messages.get(received.message()),
                        how,
                        last,
                        "session " + session.name + " of " + session.device(),
                        violations);
            }
        }
        for (Reading reading : evidence.readings) {
            Map<String, Message> last = new HashMap<>();
            for (Fact.Archived entry : reading.entries()) {
                check(
                        evidence,
                        evidence.messages.get(entry.message()),
                        "",
                        last,
                        "the archive of " + reading.by().account,
                        violations);
            }
        }
    }

    private static void check(
            Evidence evidence,
            @Nullable Message message,
            String how,
            Map<String, Message> last,
            String where,
            BiConsumer<Kind, String> violations) {
        if (message == null || evidence.mayHaveBeenRefused(message)) {
            return;
        }
        String conversation = message.from().device() + " " + message.to() + " " + how;
        Message before = last.put(conversation, message);
        if (before != null && before.at() > message.at()) {
            violations.accept(
                    Kind.REORDERED,
                    "%s comes behind %s in %s".formatted(message.name(), before.name(), where));
        }
    }
}
