package dev.hermod.storage;

import java.util.List;

/// A whole roster at a version; versions of one roster only grow.
public record Roster(long version, List<RosterItem> items) {
    public Roster {
        items = List.copyOf(items);
    }
}
