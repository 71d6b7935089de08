package dev.hermod.it.history;

import dev.hermod.it.history.Fact.Archived;
import dev.hermod.it.history.Fact.Heard;
import dev.hermod.it.history.RoomEvidence.Reading;
import dev.hermod.it.history.RoomEvidence.Saying;
import dev.hermod.it.history.RoomEvidence.Stay;
import dev.hermod.it.history.Violation.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/// All who are in a room hear it in the order of its archive: ids grow. And what one session says
/// for the first time stands there in the order in which it was said.
final class RoomOrders implements Judgement.RoomCheck {
    @Override
    public void on(RoomEvidence room, BiConsumer<Kind, String> violations) {
        for (Stay stay : room.stays) {
            long last = 0;
            for (Heard heard : stay.heard) {
                if (room.again(stay, heard)) {
                    continue;
                }
                if (heard.id() < last) {
                    violations.accept(
                            Kind.REORDERED,
                            "%s (%d) comes behind %d to session %s in room %s"
                                    .formatted(
                                            heard.message(),
                                            heard.id(),
                                            last,
                                            stay.session,
                                            room.room));
                }
                last = Math.max(last, heard.id());
            }
        }
        room.readings.forEach(reading -> said(room, reading, violations));
    }

    private static void said(
            RoomEvidence room, Reading reading, BiConsumer<Kind, String> violations) {
        Map<String, Saying> last = new HashMap<>();
        for (Archived entry : reading.entries()) {
            Saying saying = room.sayings.get(entry.message());
            if (saying == null || room.mayHaveBeenRefused(saying)) {
                continue;
            }
            Saying before = last.put(saying.session(), saying);
            if (before != null && before.at() > saying.at()) {
                violations.accept(
                        Kind.REORDERED,
                        "%s comes behind %s in the archive of room %s"
                                .formatted(saying.name(), before.name(), room.room));
            }
        }
    }
}
