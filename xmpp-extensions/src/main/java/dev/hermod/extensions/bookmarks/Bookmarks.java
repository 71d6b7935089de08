package dev.hermod.extensions.bookmarks;

import dev.hermod.extensions.privatexml.PrivateXmlMirror;
import dev.hermod.extensions.pubsub.NodeHook;
import dev.hermod.extensions.pubsub.PersonalNodes;
import dev.hermod.extensions.pubsub.PersonalNodes.NodeItem;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/// The bookmarks of accounts: items of one node, from which the old lists in private XML and in a
/// node of their own are made, and into which those are taken apart (XEP-0402 4.3). What does not
/// change is not published, so nobody is notified of it.
final class Bookmarks implements PrivateXmlMirror {
    private static final Logger log = LoggerFactory.getLogger(Bookmarks.class);
    private static final String CURRENT = "current";
    private static final int MOST = 10_000;

    private final PersonalNodes nodes;

    /// Accounts whose old list is being taken apart: it is not made anew of a part of itself.
    private final Set<JID> underWay = ConcurrentHashMap.newKeySet();

    Bookmarks(PersonalNodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public List<FrozenElement> shown(JID owner, List<FrozenElement> stored) {
        Map<String, FrozenElement> rooms = new LinkedHashMap<>(BookmarkPayload.rooms(stored));
        rooms.putAll(rooms(owner));
        List<FrozenElement> rest = BookmarkPayload.rest(stored);
        return rooms.isEmpty() && rest.isEmpty()
                ? List.of()
                : List.of(BookmarkPayload.storage(rooms, rest));
    }

    @Override
    public List<FrozenElement> take(JID owner, List<FrozenElement> given) throws StanzaException {
        takeApart(owner, BookmarkPayload.rooms(given));
        collect(owner);
        List<FrozenElement> rest = BookmarkPayload.rest(given);
        return rest.isEmpty() ? List.of() : List.of(BookmarkPayload.storage(Map.of(), rest));
    }

    /// For the node of bookmarks as they are now.
    NodeHook ofItems() {
        return new NodeHook() {
            @Override
            public void published(JID account, String node, List<NodeItem> items) {
                collectQuietly(account);
            }

            @Override
            public void retracted(JID account, String node, List<String> ids) {
                collectQuietly(account);
            }

            @Override
            public void emptied(JID account, String node) {
                collectQuietly(account);
            }
        };
    }

    /// For the node with the old list.
    NodeHook ofList() {
        return new NodeHook() {
            @Override
            public void published(JID account, String node, List<NodeItem> items) {
                FrozenElement list = items.getLast().payload();
                if (list != null && list.is(BookmarkPayload.STORAGE, BookmarkPayload.LEGACY)) {
                    try {
                        takeApart(account, BookmarkPayload.rooms(List.of(list)));
                    } catch (StanzaException e) {
                        log.warn("bookmarks of {} stay as they are: {}", account, e.getMessage());
                    }
                }
            }
        };
    }

    private void takeApart(JID owner, Map<String, FrozenElement> wanted) throws StanzaException {
        if (!underWay.add(owner)) {
            return;
        }
        try {
            Map<String, FrozenElement> present = rooms(owner);
            for (Map.Entry<String, FrozenElement> one : wanted.entrySet()) {
                FrozenElement before = present.remove(one.getKey());
                if (before == null || !BookmarkPayload.same(before, one.getValue())) {
                    FrozenElement now = BookmarkPayload.extended(one.getValue(), before);
                    nodes.publish(owner, BookmarkPayload.NODE, one.getKey(), now);
                }
            }
            for (String gone : present.keySet()) {
                nodes.retract(owner, BookmarkPayload.NODE, gone);
            }
        } finally {
            underWay.remove(owner);
        }
    }

    private void collectQuietly(JID owner) {
        try {
            collect(owner);
        } catch (StanzaException e) {
            log.warn("the old list of bookmarks of {} stays as it is: {}", owner, e.getMessage());
        }
    }

    private void collect(JID owner) throws StanzaException {
        if (underWay.contains(owner)) {
            return;
        }
        FrozenElement before =
                nodes.newest(owner, BookmarkPayload.LEGACY, 1).stream()
                        .map(NodeItem::payload)
                        .filter(list -> list != null)
                        .findFirst()
                        .orElseGet(() -> BookmarkPayload.storage(Map.of(), List.of()));
        FrozenElement now =
                BookmarkPayload.storage(rooms(owner), BookmarkPayload.rest(List.of(before)));
        Map<String, FrozenElement> told = BookmarkPayload.rooms(List.of(before));
        Map<String, FrozenElement> rooms = BookmarkPayload.rooms(List.of(now));
        if (!told.equals(rooms)) {
            nodes.publish(owner, BookmarkPayload.LEGACY, CURRENT, now);
        }
    }

    private Map<String, FrozenElement> rooms(JID owner) {
        Map<String, FrozenElement> rooms = new LinkedHashMap<>();
        for (NodeItem item : nodes.newest(owner, BookmarkPayload.NODE, MOST)) {
            FrozenElement conference = item.payload();
            if (conference != null) {
                rooms.put(item.id(), conference);
            }
        }
        return rooms;
    }
}
