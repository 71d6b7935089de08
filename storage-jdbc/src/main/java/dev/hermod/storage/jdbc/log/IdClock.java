package dev.hermod.storage.jdbc.log;

import dev.hermod.storage.MessageIds;
import java.time.InstantSource;

/// Gives ids that never go backward, whatever the wall clock does: not within a run, and not across
/// restarts, because an id is only used once the database knows a bound above it. One thread uses
/// it.
final class IdClock {
    /// How far ahead the bound is raised; after a crash ids go on from there. One second is one
    /// update a second.
    private static final long AHEAD = MessageIds.first(1_000);

    private final InstantSource wall;
    private long last;
    private long bound;

    IdClock(InstantSource wall) {
        this.wall = wall;
    }

    /// Goes on above `stored`, the bound that the database knows.
    void resume(long stored) {
        bound = stored;
        last = Math.max(last, stored);
    }

    /// Catches up with the wall clock; the ids that follow are next to one another.
    void catchUp() {
        last = Math.max(last, MessageIds.first(wall.millis()) - 1);
    }

    long next() {
        return ++last;
    }

    /// The bound to be stored together with ids up to `id`; the one that is stored already if that
    /// is high enough.
    long boundFor(long id) {
        return id <= bound ? bound : id + AHEAD;
    }

    /// The database has it now.
    void stored(long newBound) {
        bound = newBound;
    }

    /// The highest id given; nothing below or at it will be given again.
    long last() {
        return last;
    }
}
