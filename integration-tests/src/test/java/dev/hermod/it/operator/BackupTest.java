package dev.hermod.it.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.Database;
import dev.hermod.it.HermodCommand;
import dev.hermod.it.HermodServer;
import dev.hermod.it.Peers;
import dev.hermod.it.RawClient;
import dev.hermod.it.Xml;
import dev.hermod.it.outage.DebianPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One story, because each start takes seconds: a server moves from its embedded PostgreSQL to
/// another one of an older version, and back.
class BackupTest {
    private static final String STANZA_ID = "urn:xmpp:sid:0";
    private static final int MESSAGES = 30;

    /// What a restore gives anew, and what a start may change.
    private static final Set<String> OWN = Set.of("flyway_schema_history", "roster", "log_clock");

    @TempDir Path directory;

    @Test
    void serverMovesToAnotherPostgresOfAnotherVersionAndBack() throws Exception {
        Path programs = DebianPostgres.programs();
        if (programs == null) {
            Peers.missing("an installed PostgreSQL");
            return;
        }
        DebianPostgres external = DebianPostgres.create(programs);
        try (HermodServer embedded = HermodServer.start(Map.of(), 3)) {
            Account sender = embedded.account();
            Account receiver = embedded.account();
            storeMessages(embedded, sender, receiver);
            Path file = backUp(embedded);
            Map<String, List<String>> rows = rows(Database.embedded(embedded.data()));
            List<String> ids = ids(Database.embedded(embedded.data()), receiver);
            assertThat(ids).hasSize(MESSAGES);
            embedded.stop();

            restoreElsewhere(embedded, external, file);
            assertThat(rows(external.database("hermod"))).isEqualTo(rows);
            Path second = deliverAndBackUp(external, receiver, ids);

            comeBack(embedded, second);
            assertThat(rows(Database.embedded(embedded.data())))
                    .isEqualTo(rows(external.database("hermod")));
            try (RawClient client = RawClient.login(embedded, receiver).available()) {
                assertThat(client.bodies()).isEmpty();
            }
        } finally {
            external.end();
        }
    }

    private static void storeMessages(HermodServer server, Account sender, Account receiver) {
        try (RawClient client = RawClient.login(server, sender)) {
            for (int i = 0; i < MESSAGES; i++) {
                client.chat(receiver.jid(), "m" + i);
            }
            assertThat(client.sync()).isEmpty();
            client.logout();
        }
    }

    private Path backUp(HermodServer server) throws Exception {
        Path file = directory.resolve("backup");
        assertThat(server.command().ok("", "backup", file.toString())).contains("3 accounts");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        HermodCommand.Result again = server.command().run("", "backup", file.toString());
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).contains("--force");
        HermodCommand.Result running =
                server.command().run("", "restore", file.toString(), "--replace");
        assertThat(running.status()).isEqualTo(1);
        assertThat(running.err()).contains("stop that server first");
        return file;
    }

    private static Map<String, String> settings(DebianPostgres external) {
        return Map.of("HERMOD_STORAGE__URL", external.url(), "HERMOD_STORAGE__USER", "hermod");
    }

    private void restoreElsewhere(HermodServer from, DebianPostgres external, Path file)
            throws Exception {
        Path data = directory.resolve("moved");
        String said =
                new HermodCommand(data, settings(external)).ok("", "restore", file.toString());
        assertThat(said).contains("3 accounts");
        assertThat(data.resolve("certs/self-signed.key"))
                .hasSameBinaryContentAs(from.data().resolve("certs/self-signed.key"));
    }

    private Path deliverAndBackUp(DebianPostgres external, Account receiver, List<String> ids) {
        try (HermodServer moved = HermodServer.start(settings(external), 0)) {
            try (RawClient client = RawClient.login(moved, receiver).available()) {
                List<String> delivered = new ArrayList<>();
                for (int i = 0; i < MESSAGES; i++) {
                    Xml message = client.message();
                    assertThat(message.body()).isEqualTo("m" + i);
                    delivered.add(message.child("stanza-id", STANZA_ID).attr("id"));
                }
                assertThat(delivered).isEqualTo(ids);
                client.logout();
            }
            moved.stop();
            Path file = directory.resolve("second");
            moved.command().ok("", "backup", file.toString());
            return file;
        }
    }

    private static void comeBack(HermodServer server, Path file) {
        HermodCommand.Result refused = server.command().run("", "restore", file.toString());
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("3 accounts", "--replace");
        server.command().ok("", "restore", file.toString(), "--replace");
        server.start();
    }

    private static List<String> ids(Database database, Account receiver) throws SQLException {
        return database.query(
                "SELECT id::text FROM hermod.log JOIN hermod.archive USING (archive_id) WHERE owner = ? ORDER BY id",
                receiver.jid());
    }

    private static Map<String, List<String>> rows(Database database) throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String table :
                database.query(
                        "SELECT relname FROM pg_class WHERE relnamespace = 'hermod'::regnamespace"
                                + " AND relkind IN ('r', 'p') AND NOT relispartition")) {
            if (!OWN.contains(table)) {
                List<String> found =
                        database.query("SELECT to_jsonb(one)::text FROM hermod." + table + " one");
                rows.put(table, found.stream().sorted().toList());
            }
        }
        return rows;
    }
}
