package dev.hermod.storage.jdbc.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.archive.ArchiveImport;
import dev.hermod.extensions.archive.ArchiveImportContract;
import dev.hermod.extensions.archive.Archives;
import dev.hermod.storage.MessageIds;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.log.JdbcMessageLog;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcArchiveImportTest implements ArchiveImportContract {
    private final TestStorage storage;
    private final JdbcMessageLog log;

    JdbcArchiveImportTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
        this.log = storage.log();
    }

    @Override
    public ArchiveImport imports() {
        return new JdbcArchiveImport(storage.database(), Clock.systemUTC(), log::forget, _ -> {});
    }

    @Override
    public Archives archives() {
        return new JdbcArchives(storage.database());
    }

    @Override
    public JID owner() {
        return storage.newAccount();
    }

    @AfterAll
    void close() {
        log.close();
        storage.close();
    }

    private void position(long at) {
        storage.database()
                .call(connection -> Sql.update(connection, "UPDATE follower SET position = ?", at));
    }

    private long rows(JID owner, String table) {
        return storage.database()
                .call(connection ->
                        Sql.first(
                                        connection,
                                        row -> row.getLong(1),
                                        "SELECT count(*) FROM %s JOIN archive USING (archive_id) WHERE owner = ?"
                                                .formatted(table),
                                        owner.toString())
                                .orElse(0L));
    }

    private ArchiveImport.Imported chat(Instant received) {
        String xml =
                "<message xmlns='jabber:client' type='chat' id='m1' from='romeo@example.net/x'><body>hello</body></message>";
        return new ArchiveImport.Imported(null, received, ROMEO, false, xml.getBytes(UTF_8));
    }

    @Test
    void whatReadersHaveGonePastIsDerivedAtOnceAndIsRead() {
        JID owner = owner();
        position(MessageIds.first(LONG_AGO.toEpochMilli() + 1_000));
        imports().add(owner, List.of(chat(LONG_AGO), chat(LONG_AGO.plusSeconds(60))));
        assertThat(rows(owner, "search")).isEqualTo(1);
        assertThat(rows(owner, "conversation")).isEqualTo(1);
        assertThat(rows(owner, "unread")).isEqualTo(1);
        imports().complete(owner);
        assertThat(rows(owner, "unread")).isZero();
        assertThat(rows(owner, "conversation")).isEqualTo(1);
    }
}
