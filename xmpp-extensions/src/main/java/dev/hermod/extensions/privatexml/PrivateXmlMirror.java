package dev.hermod.extensions.privatexml;

import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import org.xmpp.packet.JID;

/// Keeps private XML of one name somewhere else than with the rest. Blocks.
public interface PrivateXmlMirror {
    /// What the owner is shown.
    ///
    /// @param stored what is with the rest, from before or by [#take]
    List<FrozenElement> shown(JID owner, List<FrozenElement> stored);

    /// Takes what the owner has set.
    ///
    /// @return what is to be stored with the rest
    List<FrozenElement> take(JID owner, List<FrozenElement> given) throws StanzaException;
}
