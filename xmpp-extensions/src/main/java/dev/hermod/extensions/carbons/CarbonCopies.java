package dev.hermod.extensions.carbons;

import dev.hermod.extensions.carbons.Carbon.Direction;
import dev.hermod.feature.AccountState;
import dev.hermod.feature.MessageHook;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.Session;
import dev.hermod.feature.Sessions;
import dev.hermod.feature.Slot;
import dev.hermod.feature.Transit;
import dev.hermod.feature.Verdict;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/// Copies a message to the other resources of its sender and of its recipient. Runs where the
/// message is delivered from, so copies keep their place among what is delivered live.
///
/// A resource that is not available is given no copy of what waits for it in the log: it would get
/// that twice.
final class CarbonCopies implements MessageHook {
    private final Sessions sessions;
    private final Slot<Boolean> enabled;
    private final AccountState<RecentlyCopied> recent;

    CarbonCopies(Sessions sessions, Slot<Boolean> enabled, AccountState<RecentlyCopied> recent) {
        this.sessions = sessions;
        this.enabled = enabled;
        this.recent = recent;
    }

    @Override
    public Verdict apply(Message message, Transit transit) {
        @Nullable Session origin = transit.origin();
        @Nullable JID recipient = transit.recipient();
        if (origin != null) {
            copy(message, transit, Direction.SENT, origin.account(), message.getTo());
        }
        // Of a message to oneself there is one copy.
        if (recipient != null && (origin == null || !recipient.equals(transit.sender()))) {
            @Nullable OnlineAccount account = sessions.account(recipient);
            if (account != null) {
                copy(message, transit, Direction.RECEIVED, account, message.getFrom());
            }
        }
        return Verdict.PASS;
    }

    private void copy(
            Message message,
            Transit transit,
            Direction direction,
            OnlineAccount account,
            @Nullable JID peer) {
        List<? extends Session> all = account.sessions();
        if (all.stream().noneMatch(this::enabled)) {
            return;
        }
        RecentlyCopied copied = account.state(recent);
        if (!CarbonRules.eligible(
                message, direction, () -> copied.contains(message.getID(), peer))) {
            return;
        }
        copied.add(message.getID(), peer);
        List<? extends Session> audience = audience(all, message, transit, account.address());
        if (!audience.isEmpty()) {
            Carbon carbon =
                    Carbon.of(
                            message,
                            direction,
                            account.address(),
                            transit.ids().get(account.address()));
            audience.forEach(session -> session.deliver(carbon.to(session.address())));
        }
    }

    private boolean enabled(Session session) {
        return Boolean.TRUE.equals(session.get(enabled));
    }

    /// Those that neither sent the message nor are given it itself.
    private List<? extends Session> audience(
            List<? extends Session> all, Message message, Transit transit, JID account) {
        List<? extends Session> others =
                all.stream().filter(session -> !session.equals(transit.origin())).toList();
        if (!account.equals(transit.recipient())) {
            return others.stream().filter(this::enabled).toList();
        }
        Predicate<Session> receives = receives(message);
        boolean delivered = all.stream().anyMatch(receives);
        return others.stream()
                .filter(this::enabled)
                .filter(receives.negate())
                .filter(session -> delivered || session.available())
                .toList();
    }

    /// To which of its recipient's resources the message itself goes (RFC 6121 sections 8.5.2 and
    /// 8.5.3): an error to the one it names or to none.
    private Predicate<Session> receives(Message message) {
        JID to = message.getTo();
        @Nullable Session exact =
                to == null || to.getResource() == null ? null : sessions.session(to);
        if (exact != null) {
            return exact::equals;
        }
        return message.getType() == Message.Type.error
                ? _ -> false
                : session -> session.available() && session.priority() >= 0;
    }
}
