package dev.hermod.session;

import dev.hermod.stanza.Stanzas;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;

/// Stream management of one session, off until its client turns it on (XEP-0198). On the session's
/// event loop only, but for the question whether it can be resumed.
public final class SessionManagement {
    private final BoundSession session;
    private volatile @Nullable StreamManagement started;

    SessionManagement(BoundSession session) {
        this.session = session;
    }

    public boolean on() {
        return started != null;
    }

    /// Turns it on; once.
    ///
    /// @param resumable whether the client wants to be able to resume
    /// @param wanted how long the session is to wait for it then, `null` to leave that to the
    ///   server
    public StreamManaged start(boolean resumable, @Nullable Duration wanted) {
        ResumableSessions resumables = session.sessions().parts().resumables();
        StreamManagement managed =
                start(
                        resumables.newId(),
                        resumable ? resumables.patience(wanted) : Duration.ZERO,
                        0);
        return new StreamManaged(managed.id(), managed.patience());
    }

    /// Goes on with a stream.
    ///
    /// @param before stanzas of the client that were handled already
    StreamManagement start(String id, Duration patience, long before) {
        InboundOrder inbound = session.inbound();
        StreamManagement managed =
                new StreamManagement(
                        id,
                        patience,
                        session.sessions().parts().management(),
                        session.link(),
                        inbound,
                        session::confirmed);
        started = managed;
        inbound.count(id, before, managed::settled);
        session.outbound().managedBy(managed);
        if (managed.resumable()) {
            session.sessions().parts().resumables().add(id, session);
        }
        return managed;
    }

    /// The client has acknowledged so many stanzas.
    public void acknowledged(long h) throws HandledCountTooHigh {
        if (started != null) {
            started.acknowledged(h);
        }
    }

    /// The client asks how far the server is.
    public void requested() {
        if (started != null) {
            started.requested();
        }
    }

    /// Asks the client how far it is.
    public void ask() {
        if (started != null) {
            started.request();
        }
    }

    /// Once a second.
    ///
    /// @return `false` when the client does not acknowledge and sends nothing at all
    boolean tick(long nowNanos) {
        return started == null || started.tick(nowNanos);
    }

    /// What is on, if the session can be resumed.
    @Nullable StreamManagement resumable() {
        return started != null && started.resumable() ? started : null;
    }

    /// What is not acknowledged cannot be sent again any more.
    void notResumable() {
        if (started != null) {
            session.sessions()
                    .parts()
                    .resumables()
                    .remove(started.id(), session, session.inbound().handled());
        }
    }

    /// Requests that the client has not taken are answered, since it never will (RFC 6121
    /// 8.5.3.2.3).
    void bounceRequests(Consumer<Packet> answer) {
        if (started == null) {
            return;
        }
        started.unacknowledged().all().stream()
                .filter(Unacknowledged.Sealed.Inline.class::isInstance)
                .map(sealed -> ((Unacknowledged.Sealed.Inline) sealed).element())
                .filter(element -> element.localName().equals("iq"))
                .map(Stanzas::iq)
                .filter(iq -> iq.isRequest() && iq.getFrom() != null && iq.getTo() != null)
                .map(iq -> Stanzas.error(iq, PacketError.Condition.service_unavailable))
                .forEach(answer);
    }
}
