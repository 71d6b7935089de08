package dev.hermod.it.history;

import dev.hermod.it.history.Fact.Archived;
import dev.hermod.it.history.Fact.Direction;
import dev.hermod.it.history.RoomEvidence.Reading;
import dev.hermod.it.history.Violation.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.function.BiConsumer;

/// The archive of a room has what somebody said and what was not refused, and nothing else; it is
/// the same for all who read it, whichever way; a page once read stays true; and what anybody heard
/// stands in it, under the id it was heard with: nothing was reflected that was not committed.
final class RoomArchives implements Judgement.RoomCheck {
    @Override
    public void on(RoomEvidence room, BiConsumer<Kind, String> violations) {
        for (Reading reading : room.readings) {
            same(room, reading, violations);
            growing(room, reading, violations);
        }
        Map<Long, String> entries = new HashMap<>();
        for (Archived entry : room.archive()) {
            entries.put(entry.id(), entry.message());
            contents(room, entry, violations);
        }
        heard(room, entries, violations);
        room.pages.forEach(page -> stillTrue(room, page, violations));
    }

    private static void same(
            RoomEvidence room, Reading reading, BiConsumer<Kind, String> violations) {
        if (!reading.entries().equals(room.archive())) {
            Set<Archived> only = new HashSet<>(room.archive());
            Set<Archived> more = new HashSet<>(reading.entries());
            more.removeAll(only);
            only.removeAll(Set.copyOf(reading.entries()));
            violations.accept(
                    Kind.ARCHIVE_DIFFERS,
                    "session %s reads %s another archive of room %s: without %s, with %s"
                            .formatted(
                                    reading.session(), reading.direction(), room.room, only, more));
        }
    }

    private static void growing(
            RoomEvidence room, Reading reading, BiConsumer<Kind, String> violations) {
        long last = 0;
        for (Archived entry : reading.entries()) {
            if (entry.id() <= last) {
                violations.accept(
                        Kind.ARCHIVE_DIFFERS,
                        "%d does not follow %d in the archive of room %s, read %s"
                                .formatted(entry.id(), last, room.room, reading.direction()));
            }
            last = entry.id();
        }
    }

    private static void contents(
            RoomEvidence room, Archived entry, BiConsumer<Kind, String> violations) {
        if (!room.sayings.containsKey(entry.message())) {
            violations.accept(
                    Kind.ARCHIVE_DIFFERS,
                    "%s is in the archive of room %s, and nobody said it"
                            .formatted(entry.message(), room.room));
        }
        if (room.refused.contains(entry.message()) && !room.repeated.contains(entry.message())) {
            violations.accept(
                    Kind.HALF_KEPT,
                    "%s is in the archive of room %s, and refused"
                            .formatted(entry.message(), room.room));
        }
    }

    private static void heard(
            RoomEvidence room, Map<Long, String> entries, BiConsumer<Kind, String> violations) {
        for (RoomEvidence.Stay stay : room.stays) {
            for (Fact.Heard heard : stay.heard) {
                String archived = entries.get(heard.id());
                if (!heard.message().equals(archived)) {
                    violations.accept(
                            Kind.ARCHIVE_DIFFERS,
                            "%s was given to session %s in room %s as %d, which is %s in the archive"
                                    .formatted(
                                            heard.message(),
                                            stay.session,
                                            room.room,
                                            heard.id(),
                                            archived));
                }
            }
        }
    }

    private static void stillTrue(
            RoomEvidence room, Fact.RoomPage page, BiConsumer<Kind, String> violations) {
        if (page.entries().isEmpty()) {
            return;
        }
        long first = page.entries().getFirst().id();
        long last = page.entries().getLast().id();
        boolean forward = page.direction() == Direction.FORWARD;
        NavigableSet<Long> within =
                room.ids.subSet(forward ? page.bound() : first, !forward, last, true);
        if (within.size() != page.entries().size()) {
            Set<Long> added = new HashSet<>(within);
            page.entries().forEach(entry -> added.remove(entry.id()));
            violations.accept(
                    Kind.BELOW_PAGE,
                    "%s of room %s appeared after session %s had read the page %d to %d without"
                            .formatted(added, room.room, page.session(), first, last));
        }
    }
}
