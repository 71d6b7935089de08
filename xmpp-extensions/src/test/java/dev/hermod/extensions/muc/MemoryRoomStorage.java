package dev.hermod.extensions.muc;

import dev.hermod.testing.MemoryStorage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Rooms in memory. The log accepts them as owners from when they are created until they are
/// removed.
public final class MemoryRoomStorage implements RoomStorage {
    private final NavigableMap<JID, Stored> rooms = new TreeMap<>();
    private final Map<JID, String> vcards = new HashMap<>();
    private final MemoryStorage storage;

    public MemoryRoomStorage(MemoryStorage storage) {
        this.storage = storage;
        storage.onRemoval(this::forgetAccount);
    }

    @Override
    public synchronized Optional<Stored> find(JID room) {
        return Optional.ofNullable(rooms.get(room));
    }

    @Override
    public synchronized boolean create(Stored room) {
        if (storage.exists(room.address()) || rooms.containsKey(room.address())) {
            return false;
        }
        rooms.put(room.address(), withAffiliates(room, byAddress(room.affiliates())));
        storage.addArchive(room.address());
        return true;
    }

    @Override
    public synchronized void configure(JID room, Listing listing, String settings) {
        change(room, old -> new Stored(room, listing, settings, old.subject(), old.affiliates()));
    }

    @Override
    public synchronized void subject(JID room, String subject) {
        change(
                room,
                old -> new Stored(room, old.listing(), old.settings(), subject, old.affiliates()));
    }

    @Override
    public synchronized void affiliate(JID room, Collection<Affiliate> changes) {
        change(
                room,
                old -> {
                    NavigableMap<JID, Affiliate> affiliates = byAddress(old.affiliates());
                    changes.forEach(each -> affiliates.put(each.jid(), each));
                    return withAffiliates(old, affiliates);
                });
    }

    private static NavigableMap<JID, Affiliate> byAddress(Collection<Affiliate> affiliates) {
        NavigableMap<JID, Affiliate> byAddress = new TreeMap<>(Comparator.comparing(JID::toString));
        affiliates.forEach(each -> byAddress.put(each.jid(), each));
        return byAddress;
    }

    private static Stored withAffiliates(Stored room, NavigableMap<JID, Affiliate> affiliates) {
        return new Stored(
                room.address(),
                room.listing(),
                room.settings(),
                room.subject(),
                affiliates.values().stream().filter(each -> !each.forgettable()).toList());
    }

    private void change(JID room, UnaryOperator<Stored> change) {
        rooms.computeIfPresent(room, (_, old) -> change.apply(old));
    }

    @Override
    public synchronized void remove(JID room) {
        if (rooms.remove(room) != null) {
            vcards.remove(room);
            storage.removeArchive(room);
        }
    }

    /// An outcast stays one, should somebody take the address again.
    private synchronized void forgetAccount(JID account) {
        rooms.replaceAll((_, room) -> {
            NavigableMap<JID, Affiliate> affiliates = byAddress(room.affiliates());
            affiliates
                    .values()
                    .removeIf(each ->
                            each.jid().equals(account)
                                    && each.affiliation() != Affiliation.OUTCAST);
            return withAffiliates(room, affiliates);
        });
    }

    @Override
    public synchronized Page listed(String domain, Window window) {
        List<Listed> all =
                rooms.values().stream()
                        .filter(each -> each.address().getDomain().equals(domain))
                        .filter(each -> each.listing().listed())
                        .map(each -> new Listed(each.address(), each.listing().name()))
                        .toList();
        List<Listed> fitting =
                all.stream().filter(each -> isIn(window, each.address().getNode())).toList();
        int surplus = Math.max(0, fitting.size() - window.most());
        List<Listed> page =
                window.before() == null
                        ? fitting.subList(0, fitting.size() - surplus)
                        : fitting.subList(surplus, fitting.size());
        return new Page(page, all.size(), page.isEmpty() ? 0 : all.indexOf(page.getFirst()));
    }

    private static boolean isIn(Window window, String localpart) {
        String after = window.after();
        String before = window.before();
        return (after == null || localpart.compareTo(after) > 0)
                && (before == null || before.isEmpty() || localpart.compareTo(before) < 0);
    }

    @Override
    public synchronized List<JID> temporary(String domain) {
        return rooms.values().stream()
                .filter(each -> !each.listing().persistent())
                .map(Stored::address)
                .filter(each -> each.getDomain().equals(domain))
                .toList();
    }

    @Override
    public synchronized int owned(JID account) {
        return affiliated(account, Affiliation.OWNER).size();
    }

    @Override
    public synchronized List<JID> joined(JID account) {
        return affiliated(account, Affiliation.MEMBER);
    }

    private List<JID> affiliated(JID account, Affiliation least) {
        List<JID> found = new ArrayList<>();
        for (Stored room : rooms.values()) {
            for (Affiliate each : room.affiliates()) {
                if (each.jid().equals(account) && each.affiliation().atLeast(least)) {
                    found.add(room.address());
                }
            }
        }
        return found;
    }

    @Override
    public synchronized Optional<String> vcard(JID room) {
        return Optional.ofNullable(vcards.get(room));
    }

    @Override
    public synchronized void vcard(JID room, @Nullable String vcard) {
        if (vcard == null) {
            vcards.remove(room);
        } else if (rooms.containsKey(room)) {
            vcards.put(room, vcard);
        }
    }
}
