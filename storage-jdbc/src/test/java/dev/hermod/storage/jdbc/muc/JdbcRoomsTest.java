package dev.hermod.storage.jdbc.muc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.muc.Affiliate;
import dev.hermod.extensions.muc.Affiliation;
import dev.hermod.extensions.muc.RoomStorage;
import dev.hermod.extensions.muc.RoomStorageContract;
import dev.hermod.storage.Accounts;
import dev.hermod.storage.ArchiveRetention.Horizons;
import dev.hermod.storage.ArchiveRetention.KeptArchive;
import dev.hermod.storage.MessageIds;
import dev.hermod.storage.MessageLog;
import dev.hermod.storage.Messages;
import dev.hermod.storage.Retention;
import dev.hermod.storage.Told;
import dev.hermod.storage.jdbc.Erasures;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.archive.JdbcArchiveRetention;
import dev.hermod.storage.jdbc.archive.JdbcArchives;
import dev.hermod.storage.jdbc.log.JdbcMessageLog;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcRoomsTest implements RoomStorageContract {
    private final TestStorage storage;
    private final JdbcMessageLog log;
    private final Erasures erasures;
    private final Accounts accounts;
    private final RoomStorage rooms;

    JdbcRoomsTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
        this.log = storage.log();
        this.erasures = new Erasures(storage.database(), log::forget);
        this.accounts = storage.accounts();
        this.rooms = new JdbcRooms(storage.database(), erasures, Clock.systemUTC());
        update(
                """
                INSERT INTO archive (owner)
                SELECT 'r' || i || '@' || i % 20 || '.many.example' FROM generate_series(1, 20000) i
                """);
        update(
                """
                INSERT INTO room (archive_id, domain, localpart, name, settings, listed, persistent, members_only, created)
                SELECT archive_id, split_part(owner, '@', 2), split_part(owner, '@', 1), '', '', true, true, false, now()
                FROM archive
                """);
        // In steps that fit into the time a statement may take, on a busy machine too.
        for (int i = 1; i <= 10; i++) {
            update(
                    """
                    INSERT INTO room_affiliate (archive_id, jid, affiliation)
                    SELECT archive_id, 'm' || (archive_id + ? * 20) % 20000 || '@many.example', 'member'
                    FROM room WHERE archive_id % 2 = ?
                    """,
                    (i + 1) / 2, i % 2);
        }
        update("ANALYZE archive, room, room_affiliate");
    }

    @AfterAll
    void close() {
        log.close();
        storage.close();
    }

    @Override
    public RoomStorage rooms() {
        return rooms;
    }

    @Override
    public MessageLog log() {
        return log;
    }

    @Override
    public JID account() {
        return storage.newAccount();
    }

    @Override
    public void removeAccount(JID account) {
        accounts.remove(account);
    }

    private int update(String sql, @Nullable Object... parameters) {
        return storage.database().call(connection -> Sql.update(connection, sql, parameters));
    }

    private long logged(JID room) {
        Told told = new Told();
        log.append(Messages.to(room, "x", Retention.ARCHIVE), told);
        return told.committed().ids().getFirst();
    }

    @Test
    void roomMadeWhileTheOneBeforeIsStillBeingErasedKeepsItsMessages() {
        JID room = storage.newRoom();
        long old = logged(room);
        long archiveId = storage.archiveId(room);
        storage.database()
                .transactionally(connection -> {
                    erasures.begin(connection, archiveId, room.toString());
                    return true;
                });
        RoomStorage.Stored again =
                new RoomStorage.Stored(
                        room, new RoomStorage.Listing("", false, true, false), "", null, List.of());
        assertThat(rooms.create(again)).isTrue();
        assertThat(storage.archiveId(room)).isNotEqualTo(archiveId);
        long kept = logged(room);

        erasures.finish(archiveId, room.toString());

        assertThat(log.entries(room, List.of(old, kept))).hasSize(1);
        assertThat(log.lastId(room)).isEqualTo(kept);
        assertThat(storage.rowsOf(archiveId)).isZero();
    }

    @Test
    void removedRoomLeavesNoRowInAnyTable() {
        JID room = storage.newRoom();
        rooms.affiliate(room, List.of(new Affiliate(ROMEO, Affiliation.OWNER, null, null)));
        for (int i = 0; i < 5_999; i++) {
            log.append(Messages.to(room, "x", Retention.ARCHIVE), new Told());
        }
        logged(room);
        long archiveId = storage.archiveId(room);
        assertThat(storage.rowsOf(archiveId)).isGreaterThan(6_000);

        rooms.remove(room);

        assertThat(storage.rowsOf(archiveId)).isZero();
    }

    @Test
    void archiveOfARoomIsTrimmedAsAnAccountsIs() {
        JID room = storage.newRoom();
        long old = logged(room);
        long kept = logged(room);
        JdbcArchiveRetention retention = new JdbcArchiveRetention(storage.database());
        KeptArchive archive = retention.archives(storage.archiveId(room) - 1, 1).getFirst();
        assertThat(archive.owner()).isEqualTo(room);

        assertThat(retention.trim(archive.key(), new Horizons(kept, kept), 100)).isFalse();

        assertThat(log.entries(room, List.of(old, kept))).hasSize(1);
        assertThat(new JdbcArchives(storage.database()).anchors(room, List.of(old)).floor())
                .isEqualTo(old);
    }

    @Test
    void archiveOfARoomBeginsWhenTheRoomIsMade() {
        long before = MessageIds.first(Clock.systemUTC().millis() - 1);
        JID room = storage.newRoom();
        assertThat(new JdbcArchives(storage.database()).anchors(room, List.of(before)).floor())
                .isGreaterThan(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void roomsAndStandingsAreFoundByIndexes(String mode) {
        String account = "m7@many.example";
        String domain = "7.many.example";
        assertThat(
                        List.of(
                                plan(mode, JdbcRooms.FIND, "r7@" + domain),
                                plan(mode, JdbcRooms.OWNED, account),
                                plan(mode, JdbcRooms.JOINED, account),
                                plan(mode, JdbcRooms.TEMPORARY, domain),
                                plan(mode, PublicList.COUNTS, "r7", domain),
                                plan(mode, Erasures.STANDING, account)))
                .allSatisfy(plan -> assertThat(plan).contains("Index").doesNotContain("Seq Scan"));
        assertThat(
                        List.of(
                                plan(mode, PublicList.FORWARD, domain, "r7", 50),
                                plan(mode, PublicList.FROM_THE_END, domain, "", 50),
                                plan(mode, PublicList.BEFORE, domain, "", "r7", 50)))
                .allSatisfy(
                        plan -> assertThat(plan).contains("room_listed").doesNotContain("Sort"));
    }

    private String plan(String mode, String sql, Object... parameters) {
        return storage.database()
                .transactionally(connection -> {
                    Sql.update(connection, "SET LOCAL plan_cache_mode = " + mode);
                    return String.join(
                            "\n",
                            Sql.list(
                                    connection,
                                    row -> row.getString(1),
                                    "EXPLAIN " + sql,
                                    parameters));
                });
    }
}
