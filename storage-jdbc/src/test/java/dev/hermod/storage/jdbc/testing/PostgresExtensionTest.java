package dev.hermod.storage.jdbc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

@ExtendWith(PostgresExtension.class)
class PostgresExtensionTest {
    private final TestDatabase database;

    PostgresExtensionTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void databaseIsEmptyAndItsUserMayMakeTables(TestDatabase same) throws SQLException {
        assertThat(same).isEqualTo(database);
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE made (id int)");
            var metadata = connection.getMetaData();
            LoggerFactory.getLogger(getClass())
                    .info("Ran on PostgreSQL {}", metadata.getDatabaseProductVersion());
            assertThat(metadata.getDatabaseMajorVersion()).isBetween(15, 18);
        }
    }

    @Nested
    class InANestedClass {
        @Test
        void databaseIsTheSame(TestDatabase same) {
            assertThat(same).isEqualTo(database);
        }
    }
}
