package dev.hermod.extensions.archive;

import dev.hermod.xml.FrozenElement;
import java.util.List;
import org.xmpp.packet.JID;

/// An archive as one reader may see it; that they may was found out before.
public interface ArchiveView {
    /// The bare JID of the archive.
    JID owner();

    /// Whether a stored message is with this address, bare or full (XEP-0313 section 4.1.1).
    boolean with(FrozenElement stored, JID address);

    /// A stored message as this reader is shown it.
    default FrozenElement shown(FrozenElement stored) {
        return stored;
    }

    /// All entries of these ranges that are to be delivered were handed to the reader.
    default void read(List<Range> ranges) {}

    /// Ids above `after` up to `upTo` (inclusive).
    record Range(long after, long upTo) {}
}
