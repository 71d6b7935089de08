package dev.hermod.extensions.archive;

import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Which messages of an archive are meant.
///
/// @param with the other side: a bare JID for the whole conversation, a full JID for one resource
///   of it; `null` for all
/// @param after ids above this one
/// @param upTo ids up to this one (inclusive)
public record Selection(@Nullable JID with, long after, long upTo) {
    /// Everything.
    public static final Selection ALL = new Selection(null, 0, Long.MAX_VALUE);

    public Selection after(long id) {
        return new Selection(with, Math.max(after, id), upTo);
    }

    public Selection upTo(long id) {
        return new Selection(with, after, Math.min(upTo, id));
    }

    /// Whether no id can be in it.
    public boolean isEmpty() {
        return after >= upTo;
    }
}
