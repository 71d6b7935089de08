package dev.hermod.it.history;

import dev.hermod.it.history.Evidence.Reading;
import dev.hermod.it.history.Evidence.Session;
import dev.hermod.it.history.Fact.Archived;
import dev.hermod.it.history.Fact.Direction;
import dev.hermod.it.history.Violation.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.function.BiConsumer;

/// Ids grow along an archive; whoever reads it, and whichever way, reads the same; what was
/// delivered stands in it under the id it was delivered with; and a page once read stays true.
final class Archives implements Judgement.Check {
    @Override
    public void on(Evidence evidence, BiConsumer<Kind, String> violations) {
        evidence.readings.forEach(reading -> growing(reading, violations));
        for (String account : evidence.accounts()) {
            Reading archive = evidence.archive(account);
            if (archive != null) {
                same(evidence, archive, violations);
                delivered(evidence, archive, violations);
            }
        }
        evidence.pages.forEach(page -> stillTrue(evidence, page, violations));
    }

    private static void growing(Reading reading, BiConsumer<Kind, String> violations) {
        long last = 0;
        for (Archived entry : reading.entries()) {
            if (entry.id() <= last) {
                violations.accept(
                        Kind.ARCHIVE_DIFFERS,
                        "%d does not follow %d in the archive of %s, read %s"
                                .formatted(
                                        entry.id(),
                                        last,
                                        reading.by().account,
                                        reading.direction()));
            }
            last = entry.id();
        }
    }

    private static void same(
            Evidence evidence, Reading archive, BiConsumer<Kind, String> violations) {
        for (Reading other : evidence.readings) {
            if (other.by().account.equals(archive.by().account)
                    && !other.entries().equals(archive.entries())) {
                violations.accept(
                        Kind.ARCHIVE_DIFFERS,
                        "session %s reads %s another archive of %s than session %s reads %s: %s"
                                .formatted(
                                        other.by().name,
                                        other.direction(),
                                        other.by().account,
                                        archive.by().name,
                                        archive.direction(),
                                        difference(archive.entries(), other.entries())));
            }
        }
    }

    private static String difference(List<Archived> one, List<Archived> other) {
        Set<Archived> only = new HashSet<>(one);
        Set<Archived> more = new HashSet<>(other);
        more.removeAll(only);
        only.removeAll(Set.copyOf(other));
        return "without " + only + ", with " + more;
    }

    private static void delivered(
            Evidence evidence, Reading archive, BiConsumer<Kind, String> violations) {
        Map<Long, String> entries = new HashMap<>();
        archive.entries().forEach(entry -> entries.put(entry.id(), entry.message()));
        for (Session session : evidence.sessions.values()) {
            if (!session.account.equals(archive.by().account)) {
                continue;
            }
            for (Fact.Received received : session.received) {
                String archived = entries.get(received.id());
                if (!received.message().equals(archived)) {
                    violations.accept(
                            Kind.ARCHIVE_DIFFERS,
                            "%s was given to %s as %d, which is %s in the archive"
                                    .formatted(
                                            received.message(),
                                            session.device(),
                                            received.id(),
                                            archived));
                }
            }
        }
    }

    private static void stillTrue(
            Evidence evidence, Fact.Page page, BiConsumer<Kind, String> violations) {
        if (page.entries().isEmpty()) {
            return;
        }
        String account = evidence.session(page.session()).account;
        long first = page.entries().getFirst().id();
        long last = page.entries().getLast().id();
        boolean forward = page.direction() == Direction.FORWARD;
        NavigableSet<Long> within =
                evidence.ids(account).subSet(forward ? page.bound() : first, !forward, last, true);
        if (within.size() == page.entries().size()) {
            return;
        }
        Set<Long> added = new HashSet<>(within);
        page.entries().forEach(entry -> added.remove(entry.id()));
        violations.accept(
                Kind.BELOW_PAGE,
                "%s of %s appeared after session %s had read the page %d to %d without"
                        .formatted(added, account, page.session(), first, last));
    }
}
