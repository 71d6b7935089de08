package dev.hermod.server;

import dev.hermod.admin.Activity;
import dev.hermod.admin.SessionOperations;
import dev.hermod.admin.SessionSummary;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.Session;
import dev.hermod.feature.SessionEnd;
import dev.hermod.feature.Sessions;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Presence;

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
    public List<JID> accounts(String domain, Activity activity, int limit) {
        return online(domain, activity).sorted().limit(Math.clamp(limit, 1, LONGEST_LIST)).toList();
    }

    @Override
    public long count(String domain, Activity activity) {
        return online(domain, activity).count();
    }

    private Stream<JID> online(String domain, Activity activity) {
        return sessions.accounts().stream()
                .filter(account -> account.address().getDomain().equals(domain))
                .filter(account -> matches(account.sessions(), activity))
                .map(OnlineAccount::address);
    }

    /// An account may have lost its last session since it was listed.
    private static boolean matches(List<? extends Session> open, Activity activity) {
        return switch (activity) {
            case ONLINE -> !open.isEmpty();
            case ACTIVE -> open.stream().anyMatch(OperatorSessions::active);
            case IDLE -> !open.isEmpty() && open.stream().noneMatch(OperatorSessions::active);
        };
    }

    private static boolean active(Session session) {
        Presence presence = session.presence();
        return presence != null
                && presence.getShow() != Presence.Show.away
                && presence.getShow() != Presence.Show.xa;
    }

    @Override
    public int announce(String domain, String text) {
        List<? extends Session> hearing =
                online(domain, Activity.ONLINE)
                        .map(sessions::account)
                        .filter(Objects::nonNull)
                        .flatMap(account -> account.sessions().stream())
                        .filter(Session::available)
                        .toList();
        hearing.forEach(session -> session.deliver(headline(domain, session.address(), text)));
        return hearing.size();
    }

    private static Message headline(String domain, JID to, String text) {
        return Stanzas.message(
                FrozenElement.named("message", Stanzas.CLIENT)
                        .attribute("type", "headline")
                        .attribute("from", domain)
                        .attribute("to", to.toString())
                        .attribute("id", UUID.randomUUID().toString())
                        .child(FrozenElement.named("body", Stanzas.CLIENT).text(text).build())
                        .build());
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
