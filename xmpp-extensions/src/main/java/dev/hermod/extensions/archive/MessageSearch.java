package dev.hermod.extensions.archive;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Finds messages of archives by their words (XEP-0431). The index is filled behind the log; a
/// message that was committed just before is found, unless the index is far behind. All methods
/// block.
public interface MessageSearch {
    /// Ids of those that fit, in the order of ids, as many as are wanted.
    List<Long> find(JID owner, Sought sought, boolean newest, int limit);

    /// What somebody looks for.
    ///
    /// @param words as a person wrote them; messages have them all
    /// @param selection where; with a full JID there may be others of the same conversation among
    ///   what is found
    /// @param ids the only ones wanted; null for all
    record Sought(String words, Selection selection, @Nullable Collection<Long> ids) {}
}
