package dev.hermod.session;

/// A session from when it becomes available until it is so no more: who answers for entries in the
/// [DeliveryLedger]. A later time of being available is another receiver, since what it is given
/// then may be older than what the session has acknowledged before.
final class Receiver {
    private final BoundSession session;

    Receiver(BoundSession session) {
        this.session = session;
    }

    BoundSession session() {
        return session;
    }

    @Override
    public String toString() {
        return session.toString();
    }
}
