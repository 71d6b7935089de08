package dev.hermod.it.history;

import dev.hermod.it.history.Fact.Archived;
import dev.hermod.it.history.Fact.Direction;
import dev.hermod.it.history.Fact.Walk;
import java.util.List;

/// A device reads an archive, its account's or a room's, page by page, and notes what it reads.
final class ArchiveWalk {
    private static final int PAGE = 37;

    private final History history;
    private final String room;
    private long readUpTo;

    /// @param room empty for the account's own archive
    ArchiveWalk(History history, String room) {
        this.history = history;
        this.room = room;
    }

    /// The next page of what was not read yet.
    void on(ManagedLink link, String session) {
        List<Archived> page = read(link, session, Walk.CATCH_UP, Direction.FORWARD, readUpTo);
        readUpTo = page.isEmpty() ? readUpTo : page.getLast().id();
    }

    /// Reads all there is both ways.
    void whole(ManagedLink link, String session) {
        whole(link, session, Direction.FORWARD, 0);
        whole(link, session, Direction.BACKWARD, Long.MAX_VALUE);
    }

    private void whole(ManagedLink link, String session, Direction direction, long from) {
        long bound = from;
        List<Archived> page;
        do {
            page = read(link, session, Walk.WHOLE, direction, bound);
            if (!page.isEmpty()) {
                bound = direction == Direction.FORWARD ? page.getLast().id() : page.getFirst().id();
            }
        } while (!page.isEmpty());
    }

    private List<Archived> read(
            ManagedLink link, String session, Walk walk, Direction direction, long bound) {
        List<Archived> page = link.page(room, direction, bound, PAGE);
        history.note(
                room.isEmpty()
                        ? new Fact.Page(session, walk, direction, bound, page)
                        : new Fact.RoomPage(session, room, walk, direction, bound, page));
        return page;
    }
}
