package dev.hermod.it.history;

import dev.hermod.it.history.Fact.Heard;
import dev.hermod.it.history.RoomEvidence.Stay;
import dev.hermod.it.history.Violation.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/// Nothing comes twice to somebody in a room, neither live nor as history, and nothing live twice
/// in one session, however often it enters. What was said once more stands in the archive once.
final class RoomDoubles implements Judgement.RoomCheck {
    @Override
    public void on(RoomEvidence room, BiConsumer<Kind, String> violations) {
        Map<String, Set<String>> live = new HashMap<>();
        for (Stay stay : room.stays) {
            Set<String> here = new HashSet<>();
            Set<String> inSession = live.computeIfAbsent(stay.session, _ -> new HashSet<>());
            for (Heard heard : stay.heard) {
                boolean twice = heard.how() == Fact.How.LIVE && !inSession.add(heard.message());
                boolean known = !here.add(heard.message()) && !room.again(stay, heard);
                if (twice || known) {
                    violations.accept(
                            Kind.DOUBLED,
                            "%s (%d) came twice to session %s in room %s"
                                    .formatted(
                                            heard.message(), heard.id(), stay.session, room.room));
                }
            }
        }
        for (RoomEvidence.Reading reading : room.readings) {
            Set<String> seen = new HashSet<>();
            for (Fact.Archived entry : reading.entries()) {
                if (!seen.add(entry.message())) {
                    violations.accept(
                            Kind.DOUBLED,
                            "%s (%d) is twice in the archive of room %s"
                                    .formatted(entry.message(), entry.id(), room.room));
                }
            }
        }
    }
}
