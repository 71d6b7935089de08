package dev.hermod.extensions.bookmarks;

import dev.hermod.stanza.Jids;
import dev.hermod.xml.FrozenElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Bookmarks of rooms as they are now, one an item (XEP-0402 2), and as they were, all in one
/// element (XEP-0048 2).
final class BookmarkPayload {
    static final String NODE = "urn:xmpp:bookmarks:1";
    static final String LEGACY = "storage:bookmarks";
    static final String STORAGE = "storage";
    private static final String CONFERENCE = "conference";
    private static final String NICK = "nick";
    private static final String PASSWORD = "password";
    private static final String EXTENSIONS = "extensions";

    private BookmarkPayload() {}

    /// The rooms of an old list, as they are now, by their addresses.
    static Map<String, FrozenElement> rooms(List<FrozenElement> storages) {
        Map<String, FrozenElement> rooms = new LinkedHashMap<>();
        for (FrozenElement storage : storages) {
            for (FrozenElement old : storage.children(CONFERENCE, LEGACY)) {
                JID room = Jids.parseOrNull(old.attr("jid"));
                if (room != null) {
                    rooms.put(Jids.bare(room).toString(), conference(old));
                }
            }
        }
        return rooms;
    }

    private static FrozenElement conference(FrozenElement old) {
        return FrozenElement.named(CONFERENCE, NODE)
                .attribute("name", old.attr("name"))
                .attribute("autojoin", isTrue(old.attr("autojoin")) ? "true" : null)
                .child(moved(old.child(NICK, LEGACY), NODE))
                .child(moved(old.child(PASSWORD, LEGACY), NODE))
                .build();
    }

    /// The old list of these rooms.
    ///
    /// @param rest what else is in it, such as addresses of pages
    static FrozenElement storage(Map<String, FrozenElement> rooms, List<FrozenElement> rest) {
        FrozenElement.Builder storage = FrozenElement.named(STORAGE, LEGACY).children(rest);
        rooms.forEach((room, now) ->
                storage.child(
                        FrozenElement.named(CONFERENCE, LEGACY)
                                .attribute("jid", room)
                                .attribute("name", now.attr("name"))
                                .attribute("autojoin", String.valueOf(isTrue(now.attr("autojoin"))))
                                .child(moved(now.child(NICK, NODE), LEGACY))
                                .child(moved(now.child(PASSWORD, NODE), LEGACY))
                                .build()));
        return storage.build();
    }

    /// What is in old lists beside rooms.
    static List<FrozenElement> rest(List<FrozenElement> storages) {
        return storages.stream()
                .flatMap(storage -> storage.childElements().stream())
                .filter(child -> !child.is(CONFERENCE, LEGACY))
                .toList();
    }

    /// Whether both say the same to who knows old lists only.
    static boolean same(FrozenElement one, FrozenElement other) {
        return Objects.equals(one.attr("name"), other.attr("name"))
                && isTrue(one.attr("autojoin")) == isTrue(other.attr("autojoin"))
                && Objects.equals(text(one, NICK), text(other, NICK))
                && Objects.equals(text(one, PASSWORD), text(other, PASSWORD));
    }

    /// What an old list cannot say stays as it was.
    static FrozenElement extended(FrozenElement fresh, @Nullable FrozenElement before) {
        FrozenElement extensions = before == null ? null : before.child(EXTENSIONS, NODE);
        return extensions == null ? fresh : fresh.withChild(extensions);
    }

    private static @Nullable String text(FrozenElement conference, String name) {
        FrozenElement child = conference.child(name, NODE);
        return child == null ? null : child.text();
    }

    private static @Nullable FrozenElement moved(@Nullable FrozenElement child, String namespace) {
        return child == null
                ? null
                : FrozenElement.named(child.localName(), namespace).text(child.text()).build();
    }

    private static boolean isTrue(@Nullable String value) {
        return "true".equals(value) || "1".equals(value);
    }
}
