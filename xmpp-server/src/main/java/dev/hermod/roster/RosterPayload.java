package dev.hermod.roster;

import dev.hermod.config.Limits;
import dev.hermod.stanza.InvalidJidException;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.storage.Roster;
import dev.hermod.storage.RosterChange;
import dev.hermod.storage.RosterItem;
import dev.hermod.xml.FrozenElement;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError.Condition;

/// `<query xmlns='jabber:iq:roster'/>` read and written (RFC 6121 2.1).
public final class RosterPayload {
    public static final String NAMESPACE = "jabber:iq:roster";

    private RosterPayload() {}

    /// What a roster set asks for (2.1.5); anything but the name, the groups and a removal is not
    /// the client's to say.
    record Wish(JID contact, boolean remove, @Nullable String name, Set<String> groups) {}

    static Wish parse(FrozenElement query, Limits limits) throws StanzaException {
        List<FrozenElement> items = query.children("item", NAMESPACE);
        if (items.size() != 1) {
            throw new StanzaException(Condition.bad_request, "exactly one item is needed");
        }
        FrozenElement item = items.getFirst();
        JID contact = contact(item);
        return "remove".equals(item.attr("subscription"))
                ? new Wish(contact, true, null, Set.of())
                : new Wish(contact, false, name(item, limits), groups(item, limits));
    }

    /// Contacts, without a version.
    public static FrozenElement contacts(Collection<RosterItem> items) {
        return FrozenElement.named("query", NAMESPACE)
                .children(items.stream().map(RosterPayload::item).toList())
                .build();
    }

    /// The answer to a get.
    static FrozenElement query(Roster roster) {
        return query(roster.version())
                .children(roster.items().stream().map(RosterPayload::item).toList())
                .build();
    }

    /// The payload of a push.
    static FrozenElement query(long version, FrozenElement item) {
        return query(version).child(item).build();
    }

    /// The item of a push; a contact that is not in the roster is told as removed.
    static FrozenElement change(RosterChange change) {
        RosterItem item = change.item();
        return item != null && item.listed()
                ? item(item)
                : FrozenElement.named("item", NAMESPACE)
                        .attribute("jid", change.contact().toString())
                        .attribute("subscription", "remove")
                        .build();
    }

    static FrozenElement item(RosterItem item) {
        return FrozenElement.named("item", NAMESPACE)
                .attribute("jid", item.contact().toString())
                .attribute("name", item.name())
                .attribute("subscription", item.subscription().name().toLowerCase(Locale.ROOT))
                .attribute("ask", item.ask() ? "subscribe" : null)
                .attribute("approved", item.approved() ? "true" : null)
                .children(item.groups().stream().sorted().map(RosterPayload::group).toList())
                .build();
    }

    /// The refusal of one item more than a roster may have.
    static StanzaException full() {
        return new StanzaException(Condition.not_allowed, "the roster is full");
    }

    private static FrozenElement group(String name) {
        return FrozenElement.named("group", NAMESPACE).text(name).build();
    }

    private static FrozenElement.Builder query(long version) {
        return FrozenElement.named("query", NAMESPACE).attribute("ver", Long.toString(version));
    }

    private static JID contact(FrozenElement item) throws StanzaException {
        String text = item.attr("jid");
        if (text == null) {
            throw new StanzaException(Condition.bad_request, "the item has no jid");
        }
        try {
            JID contact = Jids.parse(text);
            if (contact.getResource() != null) {
                throw new StanzaException(Condition.bad_request, "a contact is a bare JID");
            }
            return contact;
        } catch (InvalidJidException e) {
            throw new StanzaException(Condition.jid_malformed, null, e.getMessage(), null);
        }
    }

    private static @Nullable String name(FrozenElement item, Limits limits) throws StanzaException {
        String name = item.attr("name");
        if (name == null || name.isEmpty()) {
            return null;
        }
        requireShort(name, limits);
        return name;
    }

    private static Set<String> groups(FrozenElement item, Limits limits) throws StanzaException {
        List<FrozenElement> elements = item.children("group", NAMESPACE);
        if (elements.size() > limits.rosterGroups()) {
            throw new StanzaException(Condition.not_acceptable, "too many groups");
        }
        Set<String> groups = new HashSet<>();
        for (FrozenElement element : elements) {
            String group = element.text();
            if (group.isEmpty()) {
                throw new StanzaException(Condition.not_acceptable, "a group has no name");
            }
            requireShort(group, limits);
            if (!groups.add(group)) {
                throw new StanzaException(Condition.bad_request, "a group is named twice");
            }
        }
        return groups;
    }

    private static void requireShort(String text, Limits limits) throws StanzaException {
        if (text.getBytes(StandardCharsets.UTF_8).length > limits.rosterNameLength()) {
            throw new StanzaException(Condition.not_acceptable, "a name is too long");
        }
    }
}
