package dev.hermod.stream;

import dev.hermod.routing.Refusals;
import dev.hermod.session.BoundSession;
import dev.hermod.session.Connection;
import dev.hermod.session.HandledCountTooHigh;
import dev.hermod.session.LocalSessions;
import dev.hermod.session.Resumption;
import dev.hermod.session.StreamManaged;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// The elements of stream management on a client's stream (XEP-0198): turning it on, resuming an
/// earlier stream, acknowledging and asking for it.
final class ManagementRequests {
    static final String NAMESPACE = "urn:xmpp:sm:3";

    private static final Logger log = LoggerFactory.getLogger(ManagementRequests.class);
    private static final int LONGEST_ID = 128;

    private final ClientStream stream;
    private final LocalSessions sessions;

    ManagementRequests(ClientStream stream, LocalSessions sessions) {
        this.stream = stream;
        this.sessions = sessions;
    }

    /// Before a resource is bound.
    void early(FrozenElement element) {
        @Nullable JID account = stream.account();
        if (account != null && element.localName().equals("resume")) {
            resume(element, account, new Answer());
        } else {
            refuse(PacketError.Condition.unexpected_request, -1);
        }
    }

    /// On the stream of a session.
    void bound(FrozenElement element, BoundSession session) {
        switch (element.localName()) {
            case "enable" -> enabling(element, session);
            case "r" -> {
                if (session.management().on()) {
                    session.management().requested();
                } else {
                    refuse(PacketError.Condition.unexpected_request, -1);
                }
            }
            case "a" -> acknowledged(element, session);
            default -> refuse(PacketError.Condition.unexpected_request, -1);
        }
    }

    private void enabling(FrozenElement element, BoundSession session) {
        if (session.management().on()) {
            stream.fail(
                    StreamErrorCondition.POLICY_VIOLATION, "stream management is enabled already");
        } else {
            stream.connection().write(enable(element, session), null);
        }
    }

    /// Turns it on for a session that does not have it yet.
    ///
    /// @return the answer
    FrozenElement enable(FrozenElement element, BoundSession session) {
        @Nullable String wanted = element.attr("max");
        long seconds = wanted == null ? 0 : number(wanted);
        if (seconds < 0 || session.management().on()) {
            return failed(PacketError.Condition.bad_request, -1);
        }
        StreamManaged managed =
                session.management()
                        .start(
                                isTrue(element.attr("resume")),
                                wanted == null ? null : Duration.ofSeconds(seconds));
        FrozenElement.Builder enabled = FrozenElement.named("enabled", NAMESPACE);
        if (managed.resumable()) {
            enabled.attribute("id", managed.id())
                    .attribute("resume", "true")
                    .attribute("max", Long.toString(managed.patience().toSeconds()));
        }
        return enabled.build();
    }

    private void acknowledged(FrozenElement element, BoundSession session) {
        long h = number(element.attr("h"));
        if (!session.management().on()) {
            refuse(PacketError.Condition.unexpected_request, -1);
        } else if (h < 0) {
            stream.fail(StreamErrorCondition.BAD_FORMAT, "an acknowledgement without a count");
        } else {
            try {
                session.management().acknowledged(h);
            } catch (HandledCountTooHigh e) {
                tooHigh(e);
            }
        }
    }

    void tooHigh(HandledCountTooHigh problem) {
        stream.fail(
                StreamErrorCondition.UNDEFINED_CONDITION,
                "You acknowledged %d stanzas, but I only sent you %d so far."
                        .formatted(problem.handled(), problem.sent()),
                FrozenElement.named("handled-count-too-high", NAMESPACE)
                        .attribute("h", Long.toString(problem.handled()))
                        .attribute("send-count", Long.toString(problem.sent()))
                        .build());
    }

    /// Goes on with an earlier session; nothing is read from the client until then.
    void resume(FrozenElement element, JID account, Resumption answer) {
        @Nullable String id = element.attr("previd");
        long h = number(element.attr("h"));
        if (id == null || id.length() > LONGEST_ID || h < 0) {
            answer.refused(PacketError.Condition.bad_request, -1);
            return;
        }
        stream.connection().pauseReading();
        Thread.ofVirtual().name("resume").start(() -> resume(account, id, h, answer));
    }

    private void resume(JID account, String id, long h, Resumption answer) {
        Connection connection = stream.connection();
        try {
            sessions.resume(account, id, h, stream.context(), connection, stream, answer);
        } catch (StorageUnavailableException e) {
            log.warn(
                    "stream {}: not resumed: {}",
                    connection.id(),
                    Refusals.storageAway().getMessage());
            connection.execute(() -> answer.refused(PacketError.Condition.resource_constraint, -1));
        }
    }

    /// What follows of a wish to resume.
    private final class Answer implements Resumption {
        @Override
        public void resumed(BoundSession session, String id, long handled) {
            stream.connection().write(resumedAt(id, handled), null);
            stream.resumed(session);
        }

        @Override
        public void refused(PacketError.Condition condition, long handled) {
            if (!stream.over()) {
                refuse(condition, handled);
                stream.connection().resumeReading();
            }
        }

        @Override
        public void refused(HandledCountTooHigh problem) {
            tooHigh(problem);
        }
    }

    private void refuse(PacketError.Condition condition, long handled) {
        stream.connection().write(failed(condition, handled), null);
    }

    /// @param handled stanzas of the client that are settled
    static FrozenElement resumedAt(String id, long handled) {
        return FrozenElement.named("resumed", NAMESPACE)
                .attribute("previd", id)
                .attribute("h", count(handled))
                .build();
    }

    /// @param handled stanzas of the client that are settled, -1 when unknown
    static FrozenElement failed(PacketError.Condition condition, long handled) {
        return FrozenElement.named("failed", NAMESPACE)
                .attribute("h", handled < 0 ? null : count(handled))
                .child(FrozenElement.named(condition.toXMPP(), Stanzas.ERRORS).build())
                .build();
    }

    private static String count(long handled) {
        return Long.toString(handled & 0xFFFF_FFFFL);
    }

    /// An unsigned number of 32 bits, -1 for anything else.
    private static long number(@Nullable String text) {
        if (text == null || !text.matches("[0-9]{1,10}")) {
            return -1;
        }
        long number = Long.parseLong(text);
        return number <= 0xFFFF_FFFFL ? number : -1;
    }

    private static boolean isTrue(@Nullable String text) {
        return "true".equals(text) || "1".equals(text);
    }
}
