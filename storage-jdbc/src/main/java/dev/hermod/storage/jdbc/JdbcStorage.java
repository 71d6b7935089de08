package dev.hermod.storage.jdbc;

import dev.hermod.auth.LoginTokens;
import dev.hermod.extensions.administration.ServiceMessages;
import dev.hermod.extensions.archive.ArchiveImport;
import dev.hermod.extensions.archive.ArchivePreferences;
import dev.hermod.extensions.archive.Archives;
import dev.hermod.extensions.archive.MessageSearch;
import dev.hermod.extensions.blocking.BlockLists;
import dev.hermod.extensions.directory.Directory;
import dev.hermod.extensions.inbox.Inboxes;
import dev.hermod.extensions.lastactivity.LastActivities;
import dev.hermod.extensions.muc.RoomStorage;
import dev.hermod.extensions.privatexml.PrivateXml;
import dev.hermod.extensions.pubsub.PubSubStorage;
import dev.hermod.extensions.push.PushServices;
import dev.hermod.extensions.retraction.Retractions;
import dev.hermod.extensions.vcard.Vcards;
import dev.hermod.storage.Accounts;
import dev.hermod.storage.ArchiveRetention;
import dev.hermod.storage.Backups;
import dev.hermod.storage.DeliveryCursors;
import dev.hermod.storage.MessageLog;
import dev.hermod.storage.Reports;
import dev.hermod.storage.Rosters;
import dev.hermod.storage.SavedSessions;
import dev.hermod.storage.Storage;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.storage.jdbc.archive.JdbcArchiveImport;
import dev.hermod.storage.jdbc.archive.JdbcArchivePreferences;
import dev.hermod.storage.jdbc.archive.JdbcArchiveRetention;
import dev.hermod.storage.jdbc.archive.JdbcArchives;
import dev.hermod.storage.jdbc.archive.JdbcRetractions;
import dev.hermod.storage.jdbc.backup.JdbcBackups;
import dev.hermod.storage.jdbc.inbox.JdbcInboxes;
import dev.hermod.storage.jdbc.log.JdbcMessageLog;
import dev.hermod.storage.jdbc.log.LogOptions;
import dev.hermod.storage.jdbc.muc.JdbcRooms;
import dev.hermod.storage.jdbc.pubsub.JdbcPubSub;
import dev.hermod.storage.jdbc.search.JdbcMessageSearch;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All ports on one PostgreSQL database.
final class JdbcStorage implements Storage {
    private static final Logger log = LoggerFactory.getLogger(JdbcStorage.class);
    private static final int TOMBSTONES = 200;
    private static final Duration HEALTH = Duration.ofMillis(1_900);
    private static final Duration BETWEEN_ERASURES = Duration.ofMinutes(1);

    private final Database database;
    private final JdbcMessageLog messageLog;
    private final Erasures erasures;
    private final Readers readers;
    private final Map<Class<?>, Object> ports;
    private final String description;
    private final Runnable atEnd;
    private final CountDownLatch closed = new CountDownLatch(1);

    private JdbcStorage(
            Database database,
            JdbcMessageLog messageLog,
            Readers readers,
            Backups backups,
            Clock clock,
            String description,
            Runnable atEnd) {
        this.database = database;
        this.messageLog = messageLog;
        this.readers = readers;
        this.erasures = new Erasures(database, messageLog::forget);
        this.ports =
                Map.ofEntries(
                        Map.entry(Accounts.class, new JdbcAccounts(database, erasures, clock)),
                        Map.entry(LoginTokens.class, new JdbcLoginTokens(database)),
                        Map.entry(Rosters.class, new JdbcRosters(database, TOMBSTONES)),
                        Map.entry(MessageLog.class, messageLog),
                        Map.entry(DeliveryCursors.class, new JdbcDeliveryCursors(database)),
                        Map.entry(BlockLists.class, new JdbcBlockLists(database)),
                        Map.entry(PrivateXml.class, new JdbcPrivateXml(database)),
                        Map.entry(Directory.class, new JdbcDirectory(database)),
                        Map.entry(ServiceMessages.class, new JdbcServiceMessages(database)),
                        Map.entry(Reports.class, new JdbcReports(database)),
                        Map.entry(Vcards.class, new JdbcVcards(database)),
                        Map.entry(LastActivities.class, new JdbcLastActivities(database)),
                        Map.entry(Archives.class, new JdbcArchives(database)),
                        Map.entry(
                                ArchiveImport.class,
                                new JdbcArchiveImport(
                                        database,
                                        clock,
                                        messageLog::forget,
                                        readers::awaitWholeInbox)),
                        Map.entry(ArchivePreferences.class, new JdbcArchivePreferences(database)),
                        Map.entry(ArchiveRetention.class, new JdbcArchiveRetention(database)),
                        Map.entry(Retractions.class, new JdbcRetractions(database)),
                        Map.entry(SavedSessions.class, new JdbcSavedSessions(database)),
                        Map.entry(Inboxes.class, new JdbcInboxes(database, readers::awaitInbox)),
                        Map.entry(
                                MessageSearch.class,
                                new JdbcMessageSearch(database, readers::awaitSearch)),
                        Map.entry(RoomStorage.class, new JdbcRooms(database, erasures, clock)),
                        Map.entry(PushServices.class, new JdbcPushServices(database)),
                        Map.entry(PubSubStorage.class, new JdbcPubSub(database)),
                        Map.entry(Backups.class, backups));
        this.description = description;
        this.atEnd = atEnd;
    }

    /// Opens the ports on a database whose schema is there.
    ///
    /// @param atEnd runs last when the storage is closed
    static JdbcStorage open(
            Access access, Options options, Clock clock, String description, Runnable atEnd) {
        Database database = new Database(access, options.connections(), options.patience());
        JdbcMessageLog messageLog = null;
        try {
            database.call(connection -> JdbcRetractions.prepare(connection));
            messageLog = JdbcMessageLog.open(access, database, clock, options.log());
        } finally {
            if (messageLog == null) {
                database.close();
            }
        }
        Readers readers = Readers.start(access, messageLog, clock);
        Backups backups = new JdbcBackups(access, clock);
        JdbcStorage storage =
                new JdbcStorage(database, messageLog, readers, backups, clock, description, atEnd);
        Thread.ofVirtual().name("erasures").start(storage::finishErasures);
        return storage;
    }

    /// @param connections most connections, beside the one of the message log
    /// @param patience how long a caller waits for one
    record Options(int connections, Duration patience, LogOptions log) {}

    @Override
    public Accounts accounts() {
        return port(Accounts.class);
    }

    @Override
    public Rosters rosters() {
        return port(Rosters.class);
    }

    @Override
    public MessageLog messageLog() {
        return messageLog;
    }

    @Override
    public SavedSessions savedSessions() {
        return port(SavedSessions.class);
    }

    @Override
    public DeliveryCursors deliveryCursors() {
        return port(DeliveryCursors.class);
    }

    @Override
    public <P> P port(Class<P> port) {
        Object present = ports.get(port);
        if (present == null) {
            throw new IllegalArgumentException("this storage has no " + port.getName());
        }
        return port.cast(present);
    }

    @Override
    public boolean healthy() {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("storage-health").start(() -> answer.complete(answers()));
        try {
            return answer.get(HEALTH.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        database.bindTo(registry);
        messageLog.bindTo(registry);
        readers.bindTo(registry);
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public void close() {
        closed.countDown();
        try (database;
                messageLog;
                readers) {
            log.info("closing {}", description);
        } finally {
            atEnd.run();
        }
    }

    private boolean answers() {
        try {
            return database.call(connection ->
                    Sql.first(connection, row -> row.getBoolean(1), "SELECT true").orElse(false));
        } catch (StorageUnavailableException | IllegalStateException e) {
            log.debug("the database is not healthy", e);
            return false;
        }
    }

    /// What a crash or an outage cut short goes on without anybody asking.
    private void finishErasures() {
        try {
            do {
                tryToFinishErasures();
            } while (!closed.await(BETWEEN_ERASURES.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tryToFinishErasures() {
        try {
            erasures.finishAll();
        } catch (StorageUnavailableException e) {
            log.warn("removed accounts and rooms are not erased yet: {}", e.getMessage());
        }
    }
}
