package dev.hermod.extensions.vcard;

import dev.hermod.feature.AccountState;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.PresenceCompletion;
import dev.hermod.feature.Session;
import dev.hermod.feature.Slot;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Presence;

/// Puts the digest of an account's picture into the presence of its resources (XEP-0153 4.1), in
/// place of what their clients put there, since only here it is known for certain. A client that
/// says that there is no picture to be seen is left alone (XEP-0398 4).
final class PhotoPresence implements PresenceCompletion {
    private static final String UPDATE = "vcard-temp:x:update";

    private final AccountState<AccountPhoto> photos;
    private final Slot<Boolean> declined;

    /// @param declined whether the client's last presence to all wants no picture
    PhotoPresence(AccountState<AccountPhoto> photos, Slot<Boolean> declined) {
        this.photos = photos;
        this.declined = declined;
    }

    @Override
    public Presence complete(Presence presence, Session origin) {
        boolean declines = declines(presence);
        if (presence.getTo() == null) {
            origin.set(declined, declines ? true : null);
        }
        String digest = origin.account().state(photos).digest();
        return declines || digest == null ? presence : with(presence, digest);
    }

    /// The account has another picture, or none any more: all its resources say so.
    void announce(OnlineAccount account) {
        for (Session session : account.sessions()) {
            session.announce(said ->
                    session.get(declined) != null
                            ? said
                            : with(said, account.state(photos).digest()));
        }
    }

    private static boolean declines(Presence presence) {
        FrozenElement update = Stanzas.element(presence).child("x", UPDATE);
        FrozenElement photo = update == null ? null : update.child("photo", UPDATE);
        return photo != null && photo.text().isBlank();
    }

    private static Presence with(Presence presence, @Nullable String digest) {
        FrozenElement photo = FrozenElement.named("photo", UPDATE).text(digest).build();
        FrozenElement changed =
                Stanzas.element(presence)
                        .withoutChildren(child -> child.is("x", UPDATE))
                        .withChild(FrozenElement.named("x", UPDATE).child(photo).build());
        return Stanzas.presence(changed);
    }
}
