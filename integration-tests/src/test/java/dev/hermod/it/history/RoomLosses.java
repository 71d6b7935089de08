package dev.hermod.it.history;

import dev.hermod.it.history.Fact.Archived;
import dev.hermod.it.history.Fact.Heard;
import dev.hermod.it.history.Fact.How;
import dev.hermod.it.history.RoomEvidence.Saying;
import dev.hermod.it.history.RoomEvidence.Stay;
import dev.hermod.it.history.Violation.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/// What was acknowledged is in the archive. Whoever is in the room is given what the archive has
/// without a gap, from the history it entered with, whatever happens to its stream; and what it
/// said itself comes back.
final class RoomLosses implements Judgement.RoomCheck {
    @Override
    public void on(RoomEvidence room, BiConsumer<Kind, String> violations) {
        List<Archived> archive = room.archive();
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < archive.size(); i++) {
            places.put(archive.get(i).message(), i);
        }
        for (String message : room.sayings.keySet()) {
            boolean due = room.acked.contains(message) && !room.refused.contains(message);
            if (due && !places.containsKey(message)) {
                violations.accept(
                        Kind.LOST, message + " is not in the archive of room " + room.room);
            }
        }
        room.stays.forEach(stay -> missing(room, stay, places, violations));
    }

    /// Who broke off may lack what came after the last thing that was heard.
    private static void missing(
            RoomEvidence room,
            Stay stay,
            Map<String, Integer> places,
            BiConsumer<Kind, String> violations) {
        Set<String> got = new HashSet<>();
        int first = Integer.MAX_VALUE;
        int last = -1;
        for (Heard heard : stay.heard) {
            got.add(heard.message());
            int place = places.getOrDefault(heard.message(), -1);
            if (place >= 0 && !room.again(stay, heard)) {
                first = Math.min(first, place);
                last = heard.how() == How.LIVE ? Math.max(last, place) : last;
            }
        }
        for (Saying saying : room.sayings.values()) {
            int place = places.getOrDefault(saying.name(), -1);
            boolean passed = stay.open || place < last;
            boolean behind = place >= first || saying.at() > stay.entered;
            boolean own = stay.open && stay.said.contains(saying.name());
            boolean due = place >= 0 && ((passed && behind) || own);
            if (due && !got.contains(saying.name())) {
                violations.accept(
                        stay.resumed ? Kind.RESUME_NOT_EXACT : Kind.LOST,
                        "%s was never given to session %s, in room %s since fact %d"
                                .formatted(saying.name(), stay.session, room.room, stay.entered));
            }
        }
    }
}
