package dev.hermod.storage.jdbc.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.archive.Archives;
import dev.hermod.extensions.archive.ArchivesContract;
import dev.hermod.storage.MessageLog;
import dev.hermod.storage.Retention;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.log.JdbcMessageLog;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcArchivesTest implements ArchivesContract {
    private final TestStorage storage;
    private final JdbcMessageLog log;

    JdbcArchivesTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
        this.log = storage.log();
    }

    @Override
    public Archives archives() {
        return new JdbcArchives(storage.database());
    }

    @Override
    public MessageLog log() {
        return log;
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

    @Test
    void idWhoseEntryIsGoneIsGoodUnlessSomethingNewerIsTrimmed() {
        JID owner = owner();
        long first = logged(owner, JULIET, "one", Retention.ARCHIVE);
        long second = logged(owner, JULIET, "two", Retention.ARCHIVE);
        storage.database()
                .call(connection -> Sql.update(connection, "DELETE FROM log WHERE id = ?", first));

        assertThat(archives().anchors(owner, List.of(first)).valid(first)).isTrue();

        storage.database()
                .call(connection ->
                        Sql.update(
                                connection,
                                "UPDATE archive SET floor = ? WHERE owner = ?",
                                second,
                                owner.toString()));
        assertThat(archives().anchors(owner, List.of(first)).valid(first)).isFalse();
        assertThat(archives().anchors(owner, List.of(second)).valid(second)).isTrue();
    }
}
