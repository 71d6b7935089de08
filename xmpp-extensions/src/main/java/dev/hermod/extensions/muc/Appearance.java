package dev.hermod.extensions.muc;

import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

/// The presence by which some of the others see an occupant, made once for all who enter until it
/// changes. In the room's lane only.
final class Appearance {
    private @Nullable Look look;
    private @Nullable Presence presence;

    /// What it is made of.
    ///
    /// @param said by the occupant
    /// @param address the occupant JID
    /// @param jid the real address, `null` where it is not shown
    record Look(
            FrozenElement said,
            JID address,
            Affiliation affiliation,
            Role role,
            @Nullable JID jid,
            @Nullable FrozenElement hats) {}

    Presence of(Look now, Supplier<FrozenElement> making) {
        Presence known = presence;
        if (known == null || !now.equals(look)) {
            known = Stanzas.presence(making.get());
            presence = known;
            look = now;
        }
        return known;
    }
}
