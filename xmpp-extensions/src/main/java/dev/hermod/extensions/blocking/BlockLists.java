package dev.hermod.extensions.blocking;

import java.util.Collection;
import java.util.Set;
import org.xmpp.packet.JID;

/// Storage of block lists, by the owner's bare JID. All addresses are prepared; all methods block.
public interface BlockLists {
    /// Empty for an address that no account has.
    Set<JID> load(JID owner);

    /// Adds those that are not there. When the list would have more than `maximum` entries nothing
    /// is added, and it returns `false`; also when there is no such account.
    boolean add(JID owner, Collection<JID> addresses, int maximum);

    void remove(JID owner, Collection<JID> addresses);

    void clear(JID owner);
}
