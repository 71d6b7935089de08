package dev.hermod.roster;

import dev.hermod.feature.PresenceKind;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.Locale;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

/// Presence of the server's own making, in the name of an account or one of its resources.
public final class PresenceStanzas {
    private PresenceStanzas() {}

    /// A presence without content.
    public static Presence empty(PresenceKind kind, JID from, JID to) {
        return Stanzas.presence(
                root(kind)
                        .attribute("from", from.toString())
                        .attribute("to", to.toString())
                        .build());
    }

    /// A presence without content that is yet to be addressed.
    public static Presence unaddressed(PresenceKind kind) {
        return Stanzas.presence(root(kind).build());
    }

    private static FrozenElement.Builder root(PresenceKind kind) {
        String type = kind == PresenceKind.AVAILABLE ? null : kind.name().toLowerCase(Locale.ROOT);
        return FrozenElement.named("presence", Stanzas.CLIENT).attribute("type", type);
    }
}
