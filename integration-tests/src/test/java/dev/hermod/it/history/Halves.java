package dev.hermod.it.history;

import dev.hermod.it.history.Evidence.Message;
import dev.hermod.it.history.Evidence.Reading;
import dev.hermod.it.history.Violation.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/// A message is in both archives and came to somebody, or is nowhere; one that was refused is
/// nowhere, unless it is another attempt that was refused.
final class Halves implements Judgement.Check {
    @Override
    public void on(Evidence evidence, BiConsumer<Kind, String> violations) {
        Map<String, Set<String>> archived = new HashMap<>();
        for (String account : evidence.accounts()) {
            Set<String> messages = new HashSet<>();
            Reading reading = evidence.archive(account);
            if (reading != null) {
                reading.entries().forEach(entry -> messages.add(entry.message()));
            }
            archived.put(account, messages);
        }
        Map<String, Set<String>> came = came(evidence);
        for (Message message : evidence.messages.values()) {
            boolean sent =
                    archived.getOrDefault(message.sender(), Set.of()).contains(message.name());
            boolean there = archived.getOrDefault(message.to(), Set.of()).contains(message.name());
            boolean got = came.getOrDefault(message.to(), Set.of()).contains(message.name());
            boolean refused =
                    evidence.refused.contains(message.name())
                            && !evidence.repeated.contains(message.name());
            judge(message, sent, there, got, refused, violations);
        }
    }

    private static void judge(
            Message message,
            boolean sent,
            boolean there,
            boolean got,
            boolean refused,
            BiConsumer<Kind, String> violations) {
        String places =
                "%s: in the sender's archive %s, in the recipient's %s, read by the recipient %s"
                        .formatted(message.name(), sent, there, got);
        if (refused && (sent || there || got)) {
            violations.accept(Kind.HALF_KEPT, places + ", and refused");
        } else if (sent != there || there != got) {
            violations.accept(Kind.HALF_KEPT, places);
        }
    }

    /// What each account was given, or has read in its archive for want of it.
    private static Map<String, Set<String>> came(Evidence evidence) {
        Map<String, Set<String>> came = new HashMap<>();
        for (Evidence.Session session : evidence.sessions.values()) {
            Set<String> messages = came.computeIfAbsent(session.account, _ -> new HashSet<>());
            session.received.forEach(received -> messages.add(received.message()));
        }
        for (Fact.Page page : evidence.pages) {
            if (evidence.early(page)) {
                Set<String> messages =
                        came.computeIfAbsent(
                                evidence.session(page.session()).account, _ -> new HashSet<>());
                page.entries().forEach(entry -> messages.add(entry.message()));
            }
        }
        return came;
    }
}
