package dev.hermod.extensions.pubsub;

import dev.hermod.stanza.Jids;
import dev.hermod.testing.MemoryStorage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Nodes in memory.
public final class MemoryPubSubStorage implements PubSubStorage {
    private final Map<JID, TreeMap<String, Kept>> owners = new HashMap<>();
    private final Map<String, Moved> moved = new HashMap<>();
    private final MemoryStorage storage;
    private final AtomicInteger questions = new AtomicInteger();

    public MemoryPubSubStorage(MemoryStorage storage) {
        this.storage = storage;
        storage.onRemoval(this::forget);
    }

    /// How often nodes and last items were asked for.
    public int questions() {
        return questions.get();
    }

    private record Numbered(Item item, long position, long creation) {}

    private static final class Kept {
        private final Node made;
        private String config;
        private long positions;
        private final Map<String, Numbered> items = new HashMap<>();
        private final TreeMap<String, Affiliate> affiliates = new TreeMap<>();
        private final TreeMap<String, Subscription> subscriptions = new TreeMap<>();

        Kept(Node made) {
            this.made = made;
            this.config = made.config();
        }

        Node node() {
            return new Node(made.id(), made.creator(), made.created(), config, items.size());
        }

        List<Numbered> sorted(Order order) {
            Comparator<Numbered> by =
                    order == Order.CREATION
                            ? Comparator.comparingLong(Numbered::creation)
                            : Comparator.comparingLong(Numbered::position);
            return items.values().stream().sorted(by).toList();
        }

        List<String> trim(int keep) {
            List<String> oldest =
                    sorted(Order.MODIFICATION).stream()
                            .limit(Math.max(0, items.size() - keep))
                            .map(placed -> placed.item().id())
                            .toList();
            oldest.forEach(items::remove);
            return oldest;
        }
    }

    private synchronized void forget(JID account) {
        owners.remove(account);
        owners.values().stream()
                .flatMap(nodes -> nodes.values().stream())
                .forEach(kept -> {
                    kept.affiliates
                            .values()
                            .removeIf(one ->
                                    one.jid().equals(account)
                                            && one.affiliation() != Affiliation.OUTCAST);
                    kept.subscriptions
                            .values()
                            .removeIf(one -> Jids.bare(one.jid()).equals(account));
                });
    }

    private Map<String, Kept> of(JID owner) {
        return owners.computeIfAbsent(owner, _ -> new TreeMap<>());
    }

    private @Nullable Kept kept(JID owner, String node) {
        return of(owner).get(node);
    }

    @Override
    public synchronized Optional<Seen> find(JID owner, String node, JID asker) {
        questions.incrementAndGet();
        return Optional.ofNullable(kept(owner, node))
                .map(kept -> {
                    Affiliate known = kept.affiliates.get(asker.toString());
                    return new Seen(
                            kept.node(), known == null ? Affiliation.NONE : known.affiliation());
                });
    }

    @Override
    public synchronized Creation create(
            JID owner, Node node, Collection<Affiliate> affiliates, int most) {
        if (owner.getNode() != null && !storage.exists(owner)) {
            return Creation.NO_OWNER;
        }
        if (kept(owner, node.id()) != null) {
            return Creation.EXISTS;
        }
        if (of(owner).size() >= most) {
            return Creation.TOO_MANY;
        }
        Kept kept = new Kept(node);
        affiliates.forEach(one -> kept.affiliates.put(one.jid().toString(), one));
        of(owner).put(node.id(), kept);
        moved.remove(owner + " " + node.id());
        return Creation.CREATED;
    }

    @Override
    public synchronized void configure(JID owner, String node, String config, int keep) {
        Kept kept = kept(owner, node);
        if (kept != null) {
            kept.config = config;
            kept.trim(keep);
        }
    }

    @Override
    public synchronized boolean delete(JID owner, String node, @Nullable String redirect) {
        Kept gone = of(owner).remove(node);
        if (gone != null && redirect != null) {
            Node last = gone.node();
            Node empty = new Node(node, last.creator(), last.created(), last.config(), 0);
            moved.put(owner + " " + node, new Moved(empty, redirect));
        }
        return gone != null;
    }

    @Override
    public synchronized Optional<Moved> moved(JID owner, String node) {
        return Optional.ofNullable(moved.get(owner + " " + node));
    }

    @Override
    public synchronized NodePage nodes(JID owner, NodeWindow window) {
        questions.incrementAndGet();
        String after = window.after();
        String before = window.before();
        List<Node> fitting =
                of(owner).values().stream()
                        .map(Kept::node)
                        .filter(node -> after == null || node.id().compareTo(after) > 0)
                        .filter(node ->
                                before == null
                                        || before.isEmpty()
                                        || node.id().compareTo(before) < 0)
                        .toList();
        int surplus = Math.max(0, fitting.size() - window.most());
        return new NodePage(
                before == null
                        ? fitting.subList(0, fitting.size() - surplus)
                        : fitting.subList(surplus, fitting.size()),
                of(owner).size());
    }

    @Override
    public synchronized List<Affiliate> affiliates(JID owner, String node) {
        Kept kept = kept(owner, node);
        return kept == null ? List.of() : List.copyOf(kept.affiliates.values());
    }

    @Override
    public synchronized Map<String, Affiliation> affiliations(JID owner, JID jid) {
        Map<String, Affiliation> found = new TreeMap<>();
        of(owner)
                .forEach((node, kept) -> {
                    Affiliate known = kept.affiliates.get(jid.toString());
                    if (known != null) {
                        found.put(node, known.affiliation());
                    }
                });
        return found;
    }

    @Override
    public synchronized boolean affiliate(
            JID owner, String node, Collection<Affiliate> changes, int most) {
        Kept kept = kept(owner, node);
        if (kept == null) {
            return false;
        }
        TreeMap<String, Affiliate> changed = new TreeMap<>(kept.affiliates);
        changes.forEach(one -> {
            if (one.affiliation() == Affiliation.NONE) {
                changed.remove(one.jid().toString());
            } else {
                changed.put(one.jid().toString(), one);
            }
        });
        if (changed.size() > most && changed.size() > kept.affiliates.size()) {
            return false;
        }
        kept.affiliates.clear();
        kept.affiliates.putAll(changed);
        return true;
    }

    @Override
    public synchronized List<Subscription> subscriptions(JID owner, String node) {
        Kept kept = kept(owner, node);
        return kept == null ? List.of() : List.copyOf(kept.subscriptions.values());
    }

    @Override
    public synchronized List<Subscription> subscriptionsOf(JID owner, JID bare) {
        return of(owner).values().stream()
                .flatMap(kept -> kept.subscriptions.values().stream())
                .filter(one -> Jids.bare(one.jid()).equals(bare))
                .toList();
    }

    @Override
    public synchronized Map<JID, List<Subscription>> subscriptionsOf(JID bare) {
        Map<JID, List<Subscription>> found = new HashMap<>();
        for (JID owner : List.copyOf(owners.keySet())) {
            List<Subscription> some = subscriptionsOf(owner, bare);
            if (!some.isEmpty()) {
                found.put(owner, some);
            }
        }
        return found;
    }

    @Override
    public synchronized Set<JID> temporary() {
        return owners.values().stream()
                .flatMap(nodes -> nodes.values().stream())
                .flatMap(kept -> kept.subscriptions.values().stream())
                .filter(one -> one.options().endsWith(" presence"))
                .map(one -> Jids.bare(one.jid()))
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized boolean subscribe(JID owner, Subscription subscription, int most) {
        Kept kept = kept(owner, subscription.node());
        String jid = subscription.jid().toString();
        boolean fits =
                kept != null
                        && (kept.subscriptions.containsKey(jid)
                                || kept.subscriptions.size() < most);
        if (kept != null && fits) {
            kept.subscriptions.put(jid, subscription);
        }
        return fits;
    }

    @Override
    public synchronized void unsubscribe(JID owner, String node, JID jid) {
        Kept kept = kept(owner, node);
        if (kept != null) {
            kept.subscriptions.remove(jid.toString());
        }
    }

    @Override
    public synchronized List<String> pending(JID owner, JID nodeOwner) {
        Affiliate owning = new Affiliate(nodeOwner, Affiliation.OWNER);
        return of(owner).values().stream()
                .filter(kept -> owner.equals(nodeOwner) || kept.affiliates.containsValue(owning))
                .filter(kept ->
                        kept.subscriptions.values().stream()
                                .anyMatch(one -> one.state() == State.PENDING))
                .map(kept -> kept.made.id())
                .toList();
    }

    @Override
    public synchronized Publishing publish(JID owner, String node, List<Item> items, Room room) {
        Kept kept = kept(owner, node);
        if (kept == null) {
            return new Publishing(false, List.of());
        }
        HashSet<String> ids = new HashSet<>(kept.items.keySet());
        items.forEach(item -> ids.add(item.id()));
        if (room.rejects() && ids.size() > room.items()) {
            return new Publishing(false, List.of());
        }
        for (Item item : items) {
            long position = ++kept.positions;
            Numbered old = kept.items.get(item.id());
            long creation = old == null ? position : old.creation();
            kept.items.put(item.id(), new Numbered(item, position, creation));
        }
        return new Publishing(true, kept.trim(room.items()));
    }

    @Override
    public synchronized boolean retract(JID owner, String node, Collection<String> ids) {
        Kept kept = kept(owner, node);
        if (kept == null || !kept.items.keySet().containsAll(ids)) {
            return false;
        }
        ids.forEach(kept.items::remove);
        return true;
    }

    @Override
    public synchronized void purge(JID owner, String node) {
        Kept kept = kept(owner, node);
        if (kept != null) {
            kept.items.clear();
        }
    }

    @Override
    public synchronized void expire(JID owner, String node, Instant before) {
        Kept kept = kept(owner, node);
        if (kept != null) {
            kept.items.values().removeIf(placed -> placed.item().published().isBefore(before));
        }
    }

    @Override
    public synchronized ItemPage page(JID owner, String node, ItemWindow window) {
        Kept kept = kept(owner, node);
        if (kept == null) {
            return new ItemPage(true, List.of(), 0, true);
        }
        List<Numbered> sorted = kept.sorted(window.order());
        List<Item> all =
                (window.descending() ? sorted.reversed() : sorted)
                        .stream().map(Numbered::item).toList();
        String before = window.before();
        List<String> ids = all.stream().map(Item::id).toList();
        int from = window.after() == null ? 0 : ids.indexOf(window.after()) + 1;
        int to = before == null || before.isEmpty() ? all.size() : ids.indexOf(before);
        if ((window.after() != null && from == 0) || to < 0) {
            return new ItemPage(false, List.of(), all.size(), true);
        }
        List<Item> part = all.subList(Math.min(from, to), to);
        List<Item> page = bounded(before == null ? part : part.reversed(), window);
        return new ItemPage(
                true,
                before == null ? page : page.reversed(),
                all.size(),
                page.size() == part.size());
    }

    private static List<Item> bounded(List<Item> items, ItemWindow window) {
        List<Item> page = new ArrayList<>();
        long bytes = 0;
        for (Item item : items) {
            if (page.size() >= window.most() || (!page.isEmpty() && bytes >= window.bytes())) {
                break;
            }
            page.add(item);
            String payload = item.payload();
            bytes += payload == null ? 0 : payload.length();
        }
        return page;
    }

    @Override
    public synchronized List<Item> items(JID owner, String node, List<String> ids) {
        Kept kept = kept(owner, node);
        return kept == null
                ? List.of()
                : ids.stream()
                        .map(kept.items::get)
                        .filter(Objects::nonNull)
                        .map(Numbered::item)
                        .toList();
    }

    @Override
    public synchronized List<Placed> above(
            JID owner, String node, long position, int most, long bytes) {
        Kept kept = kept(owner, node);
        List<Placed> found = new ArrayList<>();
        long size = 0;
        for (Numbered one : kept == null ? List.<Numbered>of() : kept.sorted(Order.MODIFICATION)) {
            boolean fits = found.isEmpty() || (found.size() < most && size < bytes);
            if (one.position() > position && fits) {
                found.add(new Placed(one.position(), one.item()));
                String payload = one.item().payload();
                size += payload == null ? 0 : payload.length();
            }
        }
        return found;
    }

    @Override
    public synchronized List<LastItem> last(
            Collection<JID> of, Collection<String> nodes, JID asker) {
        questions.incrementAndGet();
        List<LastItem> found = new ArrayList<>();
        for (JID owner : of) {
            of(owner)
                    .forEach((id, kept) -> {
                        List<Numbered> sorted = kept.sorted(Order.MODIFICATION);
                        if (nodes.contains(id) && !sorted.isEmpty()) {
                            Affiliate known = kept.affiliates.get(asker.toString());
                            found.add(
                                    new LastItem(
                                            owner,
                                            kept.node(),
                                            sorted.getLast().item(),
                                            known == null
                                                    ? Affiliation.NONE
                                                    : known.affiliation()));
                        }
                    });
        }
        return found;
    }
}
