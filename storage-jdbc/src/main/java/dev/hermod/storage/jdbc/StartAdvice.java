package dev.hermod.storage.jdbc;

import java.sql.SQLException;

/// What an operator should do about a connection that failed at start-up.
final class StartAdvice {
    private StartAdvice() {}

    static String of(Access access, SQLException e) {
        return "cannot use the database at %s as %s: %s"
                .formatted(access.shown(), access.user(), advice(e));
    }

    private static String advice(SQLException e) {
        return switch (SqlStates.state(e)) {
            case "28P01" -> "wrong password; check storage.user and storage.password";
            case "28000" ->
                    "the server refuses this user from here; create the role or allow it in pg_hba.conf ("
                            + e.getMessage()
                            + ")";
            case "3D000" ->
                    "there is no such database; create it with CREATE DATABASE ... OWNER ..., or correct storage.url";
            case "42501" ->
                    "the user may not create the schema "
                            + Access.SCHEMA
                            + "; make it the owner of the database, or GRANT CREATE ON DATABASE";
            case "53300" ->
                    "the server has no connection left; raise max_connections or lower storage.pool-size";
            case "08001" ->
                    "nothing answers there; check that PostgreSQL runs and storage.url ("
                            + e.getMessage()
                            + ")";
            default -> String.valueOf(e.getMessage());
        };
    }
}
