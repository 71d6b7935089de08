package dev.hermod.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartAdviceTest {
    @ParameterizedTest
    @CsvSource({
        "28P01, wrong password",
        "28000, pg_hba.conf",
        "3D000, CREATE DATABASE",
        "42501, GRANT CREATE ON DATABASE",
        "53300, max_connections",
        "08001, nothing answers there",
        "XX000, as PostgreSQL puts it"
    })
    void everyRefusalSaysWhatToDoAndWhere(String state, String advice) {
        Access access =
                new Access("jdbc:postgresql://db/hermod?sslpassword=hidden", "hermod", "secret");

        String message = StartAdvice.of(access, new SQLException("as PostgreSQL puts it", state));

        assertThat(message)
                .contains(advice, "jdbc:postgresql://db/hermod as hermod")
                .doesNotContain("hidden", "secret");
    }
}
