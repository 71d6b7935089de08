package dev.hermod.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.storage.Rosters;
import dev.hermod.storage.RostersContract;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcRostersTest implements RostersContract {
    private final TestStorage storage;

    JdbcRostersTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
    }

    @Override
    public Rosters rosters() {
        return new JdbcRosters(storage.database(), TestStorage.TOMBSTONES);
    }

    @Override
    public JID owner() {
        return storage.newAccount();
    }

    @Override
    public int remembered() {
        return TestStorage.TOMBSTONES;
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void oneContactInManyRostersIsFoundByIndexes(String mode) {
        String plan =
                storage.database()
                        .transactionally(connection -> {
                            Sql.update(connection, "SET LOCAL plan_cache_mode = " + mode);
                            Sql.update(connection, "SET LOCAL enable_seqscan = off");
                            return String.join(
                                    "\n",
                                    Sql.list(
                                            connection,
                                            row -> row.getString(1),
                                            "EXPLAIN " + JdbcRosters.OF_OWNERS,
                                            new String[] {"a@example.org", "b@example.org"},
                                            "c@example.org"));
                        });
        assertThat(plan).contains("roster_item_pkey").doesNotContain("Seq Scan");
    }

    @AfterAll
    void close() {
        storage.close();
    }
}
