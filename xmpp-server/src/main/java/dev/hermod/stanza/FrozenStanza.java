package dev.hermod.stanza;

import dev.hermod.xml.FrozenElement;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// A stanza that never changes: what [FrozenMessage], [FrozenPresence] and [FrozenIq] have in
/// common.
public sealed interface FrozenStanza permits FrozenMessage, FrozenPresence, FrozenIq {

    /// The root element.
    FrozenElement getElement();

    /// Whom it is addressed to, prepared.
    @Nullable JID getTo();

    /// Who sent it, prepared.
    @Nullable JID getFrom();

    /// What the sender calls it.
    @Nullable String getID();

    /// The refusal of every setter.
    static UnsupportedOperationException frozen() {
        return new UnsupportedOperationException(
                "this stanza is frozen: make a new one by Stanzas");
    }
}
