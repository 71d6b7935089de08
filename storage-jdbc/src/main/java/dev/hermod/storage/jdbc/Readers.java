package dev.hermod.storage.jdbc;

import dev.hermod.storage.jdbc.follow.Follower;
import dev.hermod.storage.jdbc.inbox.InboxDerivation;
import dev.hermod.storage.jdbc.log.JdbcMessageLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.InstantSource;
import org.xmpp.packet.JID;

/// What follows the log, and who waits for it.
final class Readers implements MeterBinder, AutoCloseable {
    /// Who asks for something derived waits so long for what he did just before; if the reader is
    /// further behind he gets what there is.
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final JdbcMessageLog log;
    private final Follower inbox;

    private Readers(JdbcMessageLog log, Follower inbox) {
        this.log = log;
        this.inbox = inbox;
    }

    static Readers start(Access access, JdbcMessageLog log, InstantSource wall) {
        Follower inbox =
                Follower.start(access, new InboxDerivation(), wall, () -> log.queued() > 0);
        log.afterCommit(inbox::ring);
        return new Readers(log, inbox);
    }

    /// Returns when what is in an archive is in its inbox, or after a while.
    void awaitInbox(JID owner) {
        await(inbox, owner);
    }

    private void await(Follower reader, JID owner) {
        if (!reader.passed(log.head())) {
            reader.await(log.lastId(owner), PATIENCE);
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        inbox.bindTo(registry);
    }

    @Override
    public void close() {
        inbox.close();
    }
}
