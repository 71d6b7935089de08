package dev.hermod.it.history;

import dev.hermod.it.history.Evidence.Message;
import dev.hermod.it.history.Evidence.Session;
import dev.hermod.it.history.Fact.Archived;
import dev.hermod.it.history.Violation.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/// An acknowledged message is in the archives of both sides, and every session that was there when
/// it was sent has it, up to the last thing that the session was given.
final class Losses implements Judgement.Check {
    @Override
    public void on(Evidence evidence, BiConsumer<Kind, String> violations) {
        for (String account : evidence.accounts()) {
            List<Archived> archive = entries(evidence, account);
            Map<String, Integer> places = new HashMap<>();
            for (int i = 0; i < archive.size(); i++) {
                places.put(archive.get(i).message(), i);
            }
            missingInArchive(evidence, account, places.keySet(), violations);
            for (Session session : evidence.sessions.values()) {
                if (session.account.equals(account)) {
                    missingInSession(evidence, session, places, violations);
                }
            }
        }
    }

    private static List<Archived> entries(Evidence evidence, String account) {
        Evidence.Reading reading = evidence.archive(account);
        return reading == null ? List.of() : reading.entries();
    }

    private static void missingInArchive(
            Evidence evidence,
            String account,
            Set<String> archived,
            BiConsumer<Kind, String> violations) {
        for (Message message : evidence.messages.values()) {
            boolean concerned = message.to().equals(account) || message.sender().equals(account);
            if (concerned
                    && evidence.acked.contains(message.name())
                    && !evidence.refused.contains(message.name())
                    && !archived.contains(message.name())) {
                violations.accept(
                        Kind.LOST, message.name() + " is not in the archive of " + account);
            }
        }
    }

    /// A session that broke off may lack what came after the last thing it was given.
    private static void missingInSession(
            Evidence evidence,
            Session session,
            Map<String, Integer> places,
            BiConsumer<Kind, String> violations) {
        Set<String> got = new HashSet<>();
        int last = -1;
        for (Fact.Received received : session.received) {
            got.add(received.message());
            if (received.how() == Fact.How.LIVE) {
                last = Math.max(last, places.getOrDefault(received.message(), -1));
            }
        }
        for (Message message : evidence.messages.values()) {
            int place = places.getOrDefault(message.name(), -1);
            boolean due =
                    message.to().equals(session.account)
                            && message.at() > session.available
                            && place >= 0
                            && (session.open() || place < last);
            if (due && !got.contains(message.name())) {
                violations.accept(
                        session.resumed.isEmpty() ? Kind.LOST : Kind.RESUME_NOT_EXACT,
                        "%s was never given to session %s of %s"
                                .formatted(message.name(), session.name, session.device()));
            }
        }
    }
}
