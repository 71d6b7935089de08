package dev.hermod.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermod.config.Config;
import dev.hermod.config.ConfigException;
import dev.hermod.config.ConfigFile;
import dev.hermod.storage.Storage;
import dev.hermod.storage.StorageProvider;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.storage.jdbc.embedded.EmbeddedPostgresOptions;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
class StartUpTest {
    private static Config config(Path directory, TestDatabase database, String password)
            throws ConfigException {
        return ConfigFile.load(
                Map.of(
                        "HERMOD_DATA", directory.toString(),
                        "HERMOD_STORAGE__URL", database.jdbcUrl(),
                        "HERMOD_STORAGE__USER", database.user(),
                        "HERMOD_STORAGE__PASSWORD", password));
    }

    private static void migrate(Access access) {
        new Schema(access, Duration.ZERO).migrate();
    }

    @Test
    void providerIsFoundAndOpensAnExternalDatabase(@TempDir Path directory, TestDatabase database)
            throws ConfigException {
        Config config = config(directory, database, database.password());
        StorageProvider provider =
                ServiceLoader.load(StorageProvider.class).findFirst().orElseThrow();

        assertThat(provider.accepts(config)).isTrue();
        try (Storage storage = provider.open(config)) {
            assertThat(storage.healthy()).isTrue();
            assertThat(storage.description()).startsWith("PostgreSQL ");
            assertThat(storage.accounts().create(new JID("romeo@example.org"), List.of(), false))
                    .isTrue();
        }
        try (Storage storage = provider.open(config)) {
            assertThat(storage.accounts().exists(new JID("romeo@example.org"))).isTrue();
        }
    }

    @Test
    void embeddedDatabaseKeepsItsDataAndStopsWithTheStorage(@TempDir Path directory)
            throws ConfigException, IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        Config config = ConfigFile.load(Map.of("HERMOD_DATA", directory.toString()));
        StorageProvider provider = new JdbcStorageProvider(EmbeddedPostgresOptions.forTests());

        try (Storage storage = provider.open(config)) {
            assertThat(storage.description()).contains("embedded in " + directory);
            storage.accounts().create(new JID("romeo@example.org"), List.of(), false);
        }

        try (Storage storage = provider.open(config)) {
            assertThat(storage.accounts().exists(new JID("romeo@example.org"))).isTrue();
        }
    }

    @Test
    void missingDatabaseIsNamed(TestDatabase database) {
        Access access =
                new Access(database.jdbcUrl() + "_missing", database.user(), database.password());

        assertThatThrownBy(() -> migrate(access))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("no such database")
                .hasMessageContaining("CREATE DATABASE")
                .hasMessageContaining(access.url());
    }

    @Test
    void silentPortIsNamed() {
        Access access =
                new Access("jdbc:postgresql://127.0.0.1:1/hermod?ssl=false", "hermod", "secret");

        assertThatThrownBy(() -> migrate(access))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("nothing answers there")
                .hasMessageContaining("storage.url")
                .hasMessageNotContaining("secret");
    }

    @Test
    void newerTablesAreLeftAlone(TestDatabase database) throws SQLException {
        Access access = new Access(database.jdbcUrl(), database.user(), database.password());
        migrate(access);
        try (Connection connection = access.connect(Duration.ofSeconds(5), Duration.ofSeconds(5));
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    INSERT INTO flyway_schema_history SELECT installed_rank + 1, '9999', 'from the future', type, script,
                        checksum, installed_by, installed_on, execution_time, success
                    FROM flyway_schema_history ORDER BY installed_rank DESC LIMIT 1
                    """);
            assertThatThrownBy(() -> migrate(access))
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageContaining("newer Hermod");
            statement.execute("DELETE FROM flyway_schema_history WHERE version = '9999'");
        }
        migrate(access);
    }

    @Test
    void passwordIsShownNowhere() {
        Access access = new Access("jdbc:postgresql://host/db?password=hidden", "hermod", "secret");

        assertThat(access.toString()).doesNotContain("hidden", "secret");
    }
}
