package dev.hermod.feature;

import dev.hermod.storage.LogRow;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.PacketError;

/// What a message hook decided. The router switches over this, so a new kind is a compile error
/// there.
public sealed interface Verdict {
    Verdict PASS = new Pass();

    static Verdict reject(PacketError.Condition condition) {
        return new Reject(condition, null);
    }

    /// Goes on as it is.
    record Pass() implements Verdict {}

    /// Goes on as this message.
    record Replace(Message message) implements Verdict {}

    /// Ends here, and nobody is told.
    record Drop(String reason) implements Verdict {}

    /// Ends here, and the sender gets this error.
    record Reject(PacketError.Condition condition, @Nullable String text) implements Verdict {}

    /// Goes on once these rows are committed; only at [Stage#ARCHIVE].
    record Keep(List<LogRow> rows) implements Verdict {}

    /// Goes on, but is no part of these accounts' histories (bare JIDs): what is to be delivered to
    /// them is kept until it is delivered, and nothing otherwise; only at [Stage#ARCHIVE].
    record OffRecord(Set<JID> owners) implements Verdict {
        public OffRecord {
            owners = Set.copyOf(owners);
        }
    }
}
