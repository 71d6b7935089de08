package dev.hermod.server;

import dev.hermod.admin.SessionOperations;
import dev.hermod.admin.SessionSummary;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.Session;
import dev.hermod.feature.SessionEnd;
import dev.hermod.feature.Sessions;
import dev.hermod.xml.StreamErrorCondition;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// What operators do to the sessions of this node.
record OperatorSessions(Sessions sessions) implements SessionOperations {
    private static final int LONGEST_LIST = 1_000;

    @Override
    public List<SessionSummary> list(@Nullable JID after, int limit) {
        return sessions.accounts().stream()
                .flatMap(account -> account.sessions().stream())
                .filter(session -> after == null || session.address().compareTo(after) > 0)
                .sorted(Comparator.comparing(Session::address))
                .limit(Math.clamp(limit, 1, LONGEST_LIST))
                .map(OperatorSessions::summary)
                .toList();
    }

    @Override
    public int end(JID address, @Nullable String text) {
        List<? extends Session> ended = matching(address);
        ended.forEach(session -> session.end(new SessionEnd(StreamErrorCondition.RESET, text)));
        return ended.size();
    }

    private List<? extends Session> matching(JID address) {
        if (address.getResource() != null) {
            Session session = sessions.session(address);
            return session == null ? List.of() : List.of(session);
        }
        OnlineAccount online = sessions.account(address);
        return online == null ? List.of() : online.sessions();
    }

    static SessionSummary summary(Session session) {
        return new SessionSummary(
                session.address(),
                session.stream().peer().getHostAddress(),
                session.stream().tls(),
                session.available(),
                session.priority());
    }
}
