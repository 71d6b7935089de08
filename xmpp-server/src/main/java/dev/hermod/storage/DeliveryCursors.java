package dev.hermod.storage;

import java.util.Collection;
import java.util.Set;
import org.xmpp.packet.JID;

/// What each account's resources have acknowledged of its log: everything up to the cursor but the
/// exceptions (design: "Offline is a cursor per account plus exceptions").
public interface DeliveryCursors {
    Position position(JID owner);

    /// Moves the cursor (never backward), adds and removes exceptions, and deletes rows that were
    /// kept for delivery only and now are delivered; one transaction.
    void move(
            JID owner,
            long cursor,
            Collection<Long> addedExceptions,
            Collection<Long> removedExceptions);

    /// Where the deliveries of an account stand.
    ///
    /// @param cursor every deliverable entry up to it (inclusive) was acknowledged, but for the
    ///   exceptions
    record Position(long cursor, Set<Long> exceptions) {
        public Position {
            exceptions = Set.copyOf(exceptions);
        }
    }
}
