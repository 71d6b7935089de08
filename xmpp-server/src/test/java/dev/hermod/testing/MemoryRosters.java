package dev.hermod.testing;

import dev.hermod.storage.Roster;
import dev.hermod.storage.RosterChange;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.Rosters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Rosters in memory.
final class MemoryRosters implements Rosters {
    private static final class Stored {
        long version;
        final Map<JID, RosterItem> items = new LinkedHashMap<>();
        final List<RosterChange> changes = new ArrayList<>();
    }

    private final Map<JID, Stored> rosters = new HashMap<>();

    @Override
    public synchronized Roster load(JID owner) {
        Stored stored = stored(owner);
        return new Roster(stored.version, List.copyOf(stored.items.values()));
    }

    @Override
    public synchronized Optional<RosterItem> find(JID owner, JID contact) {
        return Optional.ofNullable(stored(owner).items.get(contact));
    }

    @Override
    public synchronized Map<JID, RosterItem> find(Collection<JID> owners, JID contact) {
        Map<JID, RosterItem> found = new HashMap<>();
        for (JID owner : owners) {
            find(owner, contact).ifPresent(item -> found.put(owner, item));
        }
        return found;
    }

    @Override
    public synchronized Optional<List<RosterChange>> changesSince(JID owner, long version) {
        Stored stored = stored(owner);
        if (version < 0 || version > stored.version) {
            return Optional.empty();
        }
        return Optional.of(
                stored.changes.stream().filter(change -> change.version() > version).toList());
    }

    @Override
    public synchronized Optional<RosterChange> update(
            JID owner, JID contact, int maximumItems, Edit edit) {
        Stored stored = stored(owner);
        @Nullable RosterItem before = stored.items.get(contact);
        @Nullable RosterItem after = edit.apply(before);
        if (Objects.equals(before, after)) {
            return Optional.empty();
        }
        boolean appears = after != null && after.listed() && (before == null || !before.listed());
        long listed = stored.items.values().stream().filter(RosterItem::listed).count();
        if (appears && listed >= maximumItems) {
            throw new RosterFullException(maximumItems);
        }
        if (after == null) {
            stored.items.remove(contact);
        } else {
            stored.items.put(contact, after);
        }
        RosterChange change = new RosterChange(contact, after, ++stored.version);
        stored.changes.removeIf(old -> old.contact().equals(contact));
        stored.changes.add(change);
        return Optional.of(change);
    }

    synchronized void remove(JID owner) {
        rosters.remove(owner);
    }

    private Stored stored(JID owner) {
        return rosters.computeIfAbsent(owner, _ -> new Stored());
    }
}
