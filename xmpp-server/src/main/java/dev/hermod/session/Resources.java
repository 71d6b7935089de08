package dev.hermod.session;

import dev.hermod.config.ResourceConflict;
import dev.hermod.feature.SessionEnd;
import dev.hermod.stanza.InvalidJidException;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.StreamErrorCondition;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Which resource a client gets (RFC 6120 section 7). Blocks where an old session has to end first.
final class Resources {
    private static final Duration OLD_SESSION_ENDS = Duration.ofSeconds(10);

    private final int perAccount;
    private final ResourceConflict conflict;
    private final ResumableSessions resumables;
    private final SecureRandom random = new SecureRandom();

    Resources(int perAccount, ResourceConflict conflict, ResumableSessions resumables) {
        this.perAccount = perAccount;
        this.conflict = conflict;
        this.resumables = resumables;
    }

    /// The full JID for a new session. One that waits for its client makes room when there are too
    /// many.
    ///
    /// @param asked `null` to let the server choose
    JID choose(LocalAccount account, @Nullable String asked) throws StanzaException {
        if (account.sessions().size() >= perAccount && !replaces(account, asked)) {
            Optional<BoundSession> oldest = resumables.oldestWaiting(account.sessions());
            if (oldest.isEmpty()) {
                throw new StanzaException(
                        PacketError.Condition.resource_constraint,
                        PacketError.Type.wait,
                        "too many sessions",
                        null);
            }
            endAndWait(oldest.get());
        }
        return full(account, asked);
    }

    private boolean replaces(LocalAccount account, @Nullable String resource) {
        return conflict == ResourceConflict.REPLACE
                && resource != null
                && account.session(resource) != null;
    }

    private JID full(LocalAccount account, @Nullable String asked) throws StanzaException {
        if (asked == null) {
            return chosen(account.address());
        }
        JID wanted;
        try {
            wanted = Jids.of(account.address().getNode(), account.address().getDomain(), asked);
        } catch (InvalidJidException e) {
            throw new StanzaException(PacketError.Condition.bad_request, "that is no resource");
        }
        @Nullable BoundSession holder = account.session(wanted.getResource());
        if (holder == null) {
            return wanted;
        }
        if (resumables.waits(holder)) {
            // Its client has lost what it needs to resume.
            endAndWait(holder);
            return wanted;
        }
        return switch (conflict) {
            case RENAME -> chosen(account.address());
            case REFUSE -> throw new StanzaException(PacketError.Condition.conflict);
            case REPLACE -> {
                endAndWait(holder);
                yield wanted;
            }
        };
    }

    /// The old session's unavailable presence must be out before the new one can say that it is
    /// available.
    private static void endAndWait(BoundSession holder) throws StanzaException {
        holder.end(new SessionEnd(StreamErrorCondition.CONFLICT, "replaced by a new session"));
        try {
            holder.whenOver().get(OLD_SESSION_ENDS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | InterruptedException e) {
            throw new StanzaException(
                    PacketError.Condition.conflict, PacketError.Type.wait, null, null);
        }
    }

    private JID chosen(JID account) throws StanzaException {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        try {
            return Jids.of(account.getNode(), account.getDomain(), HexFormat.of().formatHex(bytes));
        } catch (InvalidJidException e) {
            throw new StanzaException(PacketError.Condition.internal_server_error);
        }
    }
}
