package dev.hermod.it.history;

import dev.hermod.it.history.Violation.Kind;
import java.util.function.BiConsumer;

/// Nobody loses their place in a room as long as their session goes on, over resumptions and
/// restarts of the server.
final class RoomStays implements Judgement.RoomCheck {
    @Override
    public void on(RoomEvidence room, BiConsumer<Kind, String> violations) {
        for (RoomEvidence.Stay stay : room.stays) {
            if (stay.putOut != null) {
                violations.accept(
                        Kind.PUT_OUT,
                        "session %s is not in room %s any more: %s"
                                .formatted(stay.session, room.room, stay.putOut));
            }
        }
    }
}
