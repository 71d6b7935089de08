package dev.hermod.extensions.notify;

import dev.hermod.extensions.pubsub.PersonalNodes;
import dev.hermod.extensions.pubsub.PersonalNodes.NodeItem;
import dev.hermod.feature.Xep;
import dev.hermod.stanza.Jids;
import dev.hermod.xml.FrozenElement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// When conversations of accounts notify: what their clients have put into the bookmarks (XEP-0402)
/// whose ids are the addresses of these conversations, rooms or people. Nothing of it is kept in
/// memory, so all methods block.
@Xep(
        number = 492,
        title = "Chat notification settings",
        version = "0.2.0",
        note = "Kept in bookmarks, told in the inbox (XEP-0430).")
public final class NotificationSettings {
    private static final String BOOKMARKS = "urn:xmpp:bookmarks:1";

    private final PersonalNodes nodes;

    /// @param nodes has the bookmarks
    public NotificationSettings(PersonalNodes nodes) {
        this.nodes = nodes;
    }

    /// What is set for clients of an identity (XEP-0030), such as `client` and `phone`; empty where
    /// nothing is, and [Notify#unset] holds.
    ///
    /// @param account bare JID
    /// @param conversation bare JID of a room or of somebody
    public Optional<Notify> of(JID account, JID conversation, String category, String type) {
        return Optional.ofNullable(elements(account, List.of(conversation)).get(conversation))
                .flatMap(notify -> NotifyPayload.of(notify).of(category, type));
    }

    /// `<notify/>` of those of the conversations that have one, as the clients wrote it.
    public Map<JID, FrozenElement> elements(JID account, Collection<JID> conversations) {
        List<String> ids = conversations.stream().map(JID::toString).toList();
        Map<JID, FrozenElement> found = new HashMap<>();
        for (NodeItem item : nodes.items(account, BOOKMARKS, ids)) {
            FrozenElement notify = element(item.payload());
            if (notify != null) {
                found.put(Jids.prepared(item.id()), notify);
            }
        }
        return found;
    }

    private static @Nullable FrozenElement element(@Nullable FrozenElement conference) {
        FrozenElement extensions =
                conference == null ? null : conference.child("extensions", BOOKMARKS);
        return extensions == null
                ? null
                : extensions.child(NotifyPayload.NAME, NotifyPayload.NAMESPACE);
    }
}
