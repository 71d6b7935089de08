package dev.hermod.roster;

import dev.hermod.storage.Roster;
import dev.hermod.storage.RosterChange;
import dev.hermod.storage.RosterItem;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// A roster as of one moment; never changes. Each contact remembers the version it comes from, so
/// that changes may arrive in any order: an older one never replaces a newer one.
///
/// @param version the highest version seen
/// @param entries by bare JID, contacts that were removed since loading included
record RosterSnapshot(long version, Map<JID, Entry> entries) {
    static final RosterSnapshot EMPTY = new RosterSnapshot(-1, Map.of());

    /// Removals are remembered only to tell a late change from a new one, which is a matter of
    /// milliseconds.
    private static final int REMEMBERED_REMOVALS = 256;

    /// @param item `null` when the contact was removed; without the request's text
    record Entry(long version, @Nullable RosterItem item) {}

    /// Maps are fresh wherever this is called, so none is copied: rosters have thousands of
    /// contacts.
    RosterSnapshot {
        entries = Collections.unmodifiableMap(entries);
    }

    /// Whether this change is news.
    boolean lacks(RosterChange change) {
        Entry known = entries.get(change.contact());
        return known == null || known.version < change.version();
    }

    RosterSnapshot with(RosterChange change) {
        if (!lacks(change)) {
            return this;
        }
        Map<JID, Entry> changed = new HashMap<>(entries);
        if (removals() >= REMEMBERED_REMOVALS) {
            changed.values().removeIf(entry -> entry.item == null);
        }
        changed.put(change.contact(), new Entry(change.version(), lean(change.item())));
        return new RosterSnapshot(Math.max(version, change.version()), changed);
    }

    /// What was loaded, with the changes on top that are newer.
    RosterSnapshot with(Roster loaded) {
        Map<JID, Entry> merged = new HashMap<>();
        loaded.items()
                .forEach(item ->
                        merged.put(item.contact(), new Entry(loaded.version(), lean(item))));
        entries.forEach((contact, entry) -> {
            if (entry.version > loaded.version()) {
                merged.put(contact, entry);
            }
        });
        return new RosterSnapshot(Math.max(version, loaded.version()), merged);
    }

    @Nullable RosterItem item(JID contact) {
        Entry entry = entries.get(contact);
        return entry == null ? null : entry.item;
    }

    Stream<RosterItem> items() {
        return entries.values().stream().map(Entry::item).flatMap(Stream::ofNullable);
    }

    private long removals() {
        return entries.values().stream().filter(entry -> entry.item == null).count();
    }

    /// Requests are kept in storage only: there may be many, each with a text of the contact's
    /// choosing.
    private static @Nullable RosterItem lean(@Nullable RosterItem item) {
        return item == null || item.request() == null
                ? item
                : new RosterItem(
                        item.contact(),
                        item.name(),
                        item.groups(),
                        item.subscription(),
                        item.listed(),
                        item.ask(),
                        item.approved(),
                        "");
    }
}
