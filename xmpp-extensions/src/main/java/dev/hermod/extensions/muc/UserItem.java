package dev.hermod.extensions.muc;

import dev.hermod.xml.FrozenElement;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// The `<x/>` in which a room says who somebody is there (`muc#user`, XEP-0045 17.3).
final class UserItem {
    private UserItem() {}

    /// Why something happened to an occupant.
    ///
    /// @param actor the nick of whoever did it
    record Cause(@Nullable String actor, @Nullable String reason) {
        static final Cause NONE = new Cause(null, null);
    }

    /// @param jid the real address, `null` where the reader must not see it
    /// @param nick the next one, when it changes
    static FrozenElement item(
            Affiliation affiliation,
            Role role,
            @Nullable JID jid,
            @Nullable String nick,
            Cause cause) {
        FrozenElement.Builder item =
                FrozenElement.named("item", Muc.USER)
                        .attribute("affiliation", affiliation.word())
                        .attribute("role", role.word())
                        .attribute("jid", jid == null ? null : jid.toString())
                        .attribute("nick", nick);
        if (cause.actor() != null) {
            item.child(
                    FrozenElement.named("actor", Muc.USER)
                            .attribute("nick", cause.actor())
                            .build());
        }
        return item.child(text("reason", cause.reason())).build();
    }

    /// @param codes of the registry of status codes (XEP-0045 15.6.2)
    static FrozenElement x(@Nullable FrozenElement item, Collection<Integer> codes) {
        FrozenElement.Builder x = FrozenElement.named("x", Muc.USER).child(item);
        codes.forEach(code -> x.child(status(code)));
        return x.build();
    }

    static FrozenElement status(int code) {
        return FrozenElement.named("status", Muc.USER)
                .attribute("code", Integer.toString(code))
                .build();
    }

    static @Nullable FrozenElement text(String name, @Nullable String text) {
        return text == null || text.isEmpty()
                ? null
                : FrozenElement.named(name, Muc.USER).text(text).build();
    }
}
