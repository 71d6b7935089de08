package dev.hermod.storage.jdbc;

import dev.hermod.storage.jdbc.follow.Follower;
import dev.hermod.storage.jdbc.inbox.InboxDerivation;
import dev.hermod.storage.jdbc.log.JdbcMessageLog;
import dev.hermod.storage.jdbc.search.SearchDerivation;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.xmpp.packet.JID;

/// What follows the log, and who waits for it.
final class Readers implements MeterBinder, AutoCloseable {
    /// Who asks for something derived waits so long for what he did just before; if the reader is
    /// further behind he gets what there is.
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private static final Duration WHOLE = Duration.ofSeconds(20);

    private final JdbcMessageLog log;
    private final Follower inbox;
    private final Follower search;

    private Readers(JdbcMessageLog log, Follower inbox, Follower search) {
        this.log = log;
        this.inbox = inbox;
        this.search = search;
    }

    static Readers start(Access access, JdbcMessageLog log, InstantSource wall) {
        BooleanSupplier busy = () -> log.queued() > 0;
        Follower inbox = Follower.start(access, new InboxDerivation(), wall, busy);
        Follower search = Follower.start(access, new SearchDerivation(), wall, busy);
        log.afterCommit(() -> {
            inbox.ring();
            search.ring();
        });
        return new Readers(log, inbox, search);
    }

    /// Returns when what is in an archive is in its inbox, or after a while.
    ///
    /// @param elsewhere the newest entry of other archives that are in this inbox; asked when
    ///   anything is not derived yet
    void awaitInbox(JID owner, LongSupplier elsewhere) {
        if (!inbox.passed(log.head())) {
            inbox.await(Math.max(log.lastId(owner), elsewhere.getAsLong()), PATIENCE);
        }
    }

    /// The same with patience for many messages at once.
    void awaitWholeInbox(JID owner) {
        inbox.await(log.lastId(owner), WHOLE);
    }

    /// Returns when what is in an archive can be found by its words, or after a while.
    void awaitSearch(JID owner) {
        if (!search.passed(log.head())) {
            search.await(log.lastId(owner), PATIENCE);
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        inbox.bindTo(registry);
        search.bindTo(registry);
    }

    @Override
    public void close() {
        search.close();
        inbox.close();
    }
}
