package dev.hermod.extensions.pubsub;

import dev.hermod.extensions.pubsub.PersonalNodes.NodeItem;
import dev.hermod.stanza.StanzaException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Features that hear of changes in nodes of accounts.
final class Hooks {
    private final Map<String, List<NodeHook>> byNode = new ConcurrentHashMap<>();

    void add(String node, NodeHook hook) {
        byNode.computeIfAbsent(node, _ -> new CopyOnWriteArrayList<>()).add(hook);
    }

    private List<NodeHook> of(Meeting meeting) {
        return meeting.host().personal() ? byNode.getOrDefault(meeting.id(), List.of()) : List.of();
    }

    void publishing(Meeting meeting, List<NodeItem> items) throws StanzaException {
        for (NodeHook hook : of(meeting)) {
            hook.publishing(meeting.owner(), meeting.id(), items);
        }
    }

    void published(Meeting meeting, List<NodeItem> items) {
        of(meeting).forEach(hook -> hook.published(meeting.owner(), meeting.id(), items));
    }

    void retracted(Meeting meeting, List<String> ids) {
        of(meeting).forEach(hook -> hook.retracted(meeting.owner(), meeting.id(), ids));
    }

    void emptied(Meeting meeting) {
        of(meeting).forEach(hook -> hook.emptied(meeting.owner(), meeting.id()));
    }
}
