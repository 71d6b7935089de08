package dev.hermod.extensions.inbox;

import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Map;
import org.xmpp.packet.JID;

/// Knows what else `<entry/>` says of a conversation.
@FunctionalInterface
public interface EntryExtensions {
    /// An element for those of the conversations of which there is something to say; blocks.
    ///
    /// @param partners bare addresses of the other sides
    Map<JID, FrozenElement> of(JID owner, List<JID> partners);
}
