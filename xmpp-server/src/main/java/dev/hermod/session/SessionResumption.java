package dev.hermod.session;

import dev.hermod.feature.SessionEnd;
import dev.hermod.feature.StreamContext;
import dev.hermod.xml.StreamErrorCondition;
import java.time.Duration;
import java.util.List;
import org.xmpp.packet.PacketError;

/// How one session goes on over another connection (XEP-0198 section 5): it leaves the old one,
/// what had been received there is settled, and what was not acknowledged is sent again. On the
/// session's event loop only, but for [#resume].
final class SessionResumption {
    private static final Duration SETTLING = Duration.ofSeconds(30);

    private final BoundSession session;

    /// Numbers attempts to resume, and what is sent again then; 0 is none.
    private long turns;

    private long settling;
    private long resending;

    SessionResumption(BoundSession session) {
        this.session = session;
    }

    boolean underWay() {
        return settling != 0 || resending != 0;
    }

    /// The connection is lost again.
    void interrupted() {
        resending = 0;
    }

    /// Goes on over another connection, from which nothing is read meanwhile. An open stream that
    /// the session is on is ended.
    ///
    /// @param on what follows of it there
    /// @param h the count that the client has acknowledged
    void resume(Connection next, StreamContext context, SessionStream on, long h, Resumption then) {
        boolean moves =
                session.link()
                        .moveTo(
                                next,
                                this::leave,
                                () -> {
                                    long turn = settling;
                                    session.link().schedule(() -> tooLate(turn, then), SETTLING);
                                    session.inbound()
                                            .finish(() -> settled(turn, context, on, h, then));
                                });
        if (!moves) {
            next.execute(() -> then.refused(PacketError.Condition.conflict, -1));
        }
    }

    private void leave() {
        session.endStream(
                new SessionEnd(StreamErrorCondition.CONFLICT, "the session was resumed elsewhere"));
        session.sessions().parts().resumables().waitsNoMore(session);
        settling = ++turns;
        resending = 0;
        session.outbound().suspend();
        session.inbound().dropWaiting();
    }

    private void settled(
            long turn, StreamContext context, SessionStream on, long h, Resumption then) {
        if (settling != turn) {
            return;
        }
        settling = 0;
        StreamManagement managed = session.management().resumable();
        if (session.finishing() || managed == null) {
            session.link().disconnect();
            then.refused(PacketError.Condition.item_not_found, session.inbound().handled());
            return;
        }
        try {
            managed.acknowledged(h);
        } catch (HandledCountTooHigh e) {
            session.lost();
            then.refused(e);
            return;
        }
        session.forgetRefusals();
        session.goOn(context, on);
        managed.resumed();
        session.sessions().parts().meters().resumed();
        then.resumed(session, managed.id(), session.inbound().handled());
        if (session.link().connected()) {
            session.link().readOn();
            resending = ++turns;
            session.sessions()
                    .parts()
                    .resends()
                    .begin(
                            session.localAccount(),
                            session,
                            managed.unacknowledged().all(),
                            resending);
        }
    }

    /// The database does not say what became of what was received; the client may ask again.
    private void tooLate(long turn, Resumption then) {
        if (settling == turn) {
            settling = 0;
            session.lost();
            then.refused(PacketError.Condition.resource_constraint, -1);
        }
    }

    /// What was not acknowledged is sent once more.
    ///
    /// @param gone what of it does not exist any more
    void resent(long turn, List<Unacknowledged.Sealed> gone) {
        if (resending == turn) {
            resending = 0;
            StreamManagement managed = session.management().resumable();
            if (managed != null) {
                managed.unacknowledged().removeAll(gone);
            }
            session.proceed();
        }
    }

    /// Whether this is what is sent once more at present.
    boolean resends(long turn) {
        return resending == turn;
    }
}
