package dev.hermod.storage.jdbc.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// The database's files: made whole or not at all, of one major version, with our settings.
record Cluster(Layout layout, Programs programs, EmbeddedPostgresOptions options) {
    private static final String SUPERUSER = "postgres";
    private static final long NEEDED_BYTES = 250L << 20;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Pattern PORT = Pattern.compile("(?m)^port = (\\d+)$");
    private static final String HOST_RULES =
            """
            # Written by Hermod when the cluster was made.
            local all all scram-sha-256
            host  all all 127.0.0.1/32 scram-sha-256
            """;

    /// Refuses a cluster that these binaries cannot open.
    static void requireMajor(Layout layout, String version) throws StorageStartException {
        var file = layout.cluster().resolve("PG_VERSION");
        if (!Files.exists(layout.cluster())) {
            return;
        }
        var ours = version.split("\\.", 2)[0];
        var found = read(file).strip();
        if (!found.equals(ours)) {
            throw new StorageStartException(
                    ("%s was made by PostgreSQL %s; this Hermod brings PostgreSQL %s, which cannot open it. Either run"
                                    + " `hermod backup FILE` with the Hermod that made it, move %s away and run"
                                    + " `hermod restore FILE` with this one; or open it with an external PostgreSQL %s"
                                    + " and set storage.url to that.")
                            .formatted(layout.cluster(), found, ours, layout.root(), found));
        }
    }

    static void requireSpace(Layout layout) throws StorageStartException {
        try {
            var free = Files.getFileStore(layout.root()).getUsableSpace();
            if (!Files.exists(layout.cluster()) && free < NEEDED_BYTES) {
                throw new StorageStartException(
                        "The disk of %s has %d MB free; a new database needs %d MB. Free some space or choose another data directory."
                                .formatted(layout.root(), free >> 20, NEEDED_BYTES >> 20));
            }
        } catch (IOException e) {
            throw new StorageStartException("Cannot ask for the free space of " + layout.root(), e);
        }
    }

    boolean exists() {
        return Files.exists(layout.cluster());
    }

    /// Makes the cluster beside its place and moves it there when role and database are in it.
    void create(Credentials credentials) throws StorageStartException {
        try {
            deleteUnfinished();
            var fresh = Files.createTempDirectory(layout.root(), "cluster.new-");
            programs.account().own(fresh);
            initialise(fresh);
            Files.writeString(fresh.resolve("pg_hba.conf"), HOST_RULES);
            Files.writeString(
                    fresh.resolve("postgresql.conf"),
                    "\ninclude '../hermod.conf'\n",
                    StandardOpenOption.APPEND);
            singleUser(
                    fresh,
                    List.of(
                            password(SUPERUSER, credentials),
                            "CREATE ROLE %s LOGIN CREATEDB PASSWORD '%s';"
                                    .formatted(Credentials.ROLE, credentials.password()),
                            "GRANT pg_monitor TO " + Credentials.ROLE + ";",
                            "CREATE DATABASE %s OWNER %s;"
                                    .formatted(Credentials.DATABASE, Credentials.ROLE)));
            Files.move(fresh, layout.cluster(), StandardCopyOption.ATOMIC_MOVE);
            Trees.sync(layout.root());
        } catch (IOException e) {
            throw new StorageStartException(
                    "Cannot make the database. " + Advice.on(Advice.reason(e)), e);
        }
    }

    /// Sets the password anew, for an operator who lost the file.
    void resetPassword(Credentials credentials) throws StorageStartException {
        singleUser(
                layout.cluster(),
                List.of(password(SUPERUSER, credentials), password(Credentials.ROLE, credentials)));
    }

    /// The port that was chosen at the first start.
    OptionalInt port() throws StorageStartException {
        if (!Files.exists(layout.settings())) {
            return OptionalInt.empty();
        }
        var found = PORT.matcher(read(layout.settings()));
        return found.find()
                ? OptionalInt.of(Integer.parseInt(found.group(1)))
                : OptionalInt.empty();
    }

    boolean hasSettings(int port) throws StorageStartException {
        return Files.exists(layout.settings())
                && read(layout.settings()).equals(Settings.text(port, layout.cluster(), options));
    }

    void writeSettings(int port) throws StorageStartException {
        try {
            var text = Settings.text(port, layout.cluster(), options);
            Trees.replace(layout.settings(), text, "rw-r--r--");
        } catch (IOException e) {
            throw new StorageStartException(
                    "Cannot write " + layout.settings() + ". " + Advice.on(Advice.reason(e)), e);
        }
    }

    /// Gives the files to the user that PostgreSQL runs as now; nothing may run on them.
    void own() throws StorageStartException {
        try {
            programs.account().own(layout.cluster());
        } catch (IOException e) {
            throw new StorageStartException(
                    "Cannot give %s to %s (%s)."
                            .formatted(
                                    layout.cluster(), programs.account().name(), Advice.reason(e)),
                    e);
        }
    }

    /// The builtin provider sorts and folds alike on every machine; a cluster does not break with
    /// the system's locales.
    private void initialise(Path fresh) throws StorageStartException {
        var sync = options.durable() ? "--sync-method=fsync" : "--no-sync";
        check(
                programs.run(
                        List.of(
                                "initdb",
                                "--pgdata=" + fresh,
                                "--username=" + SUPERUSER,
                                "--auth=reject",
                                "--encoding=UTF8",
                                "--locale=C",
                                "--locale-provider=builtin",
                                "--builtin-locale=C.UTF-8",
                                "--data-checksums",
                                sync),
                        "",
                        LIMIT),
                "Cannot make the database. ");
    }

    /// Runs statements with the files alone: no port is open and no password needed.
    private void singleUser(Path cluster, List<String> statements) throws StorageStartException {
        var command =
                List.of(
                        "postgres",
                        "--single",
                        "-D",
                        cluster.toString(),
                        "-c",
                        "exit_on_error=on",
                        "-c",
                        "log_min_error_statement=panic",
                        "postgres");
        check(
                programs.run(command, String.join("\n", statements) + "\n", LIMIT),
                "Cannot set up the database's users. ");
    }

    private static String password(String role, Credentials credentials) {
        return "ALTER ROLE %s PASSWORD '%s';".formatted(role, credentials.password());
    }

    private static void check(Programs.Output output, String failed) throws StorageStartException {
        if (output.status() != 0) {
            throw new StorageStartException(failed + Advice.on(output.text()));
        }
    }

    private void deleteUnfinished() throws IOException {
        try (var left = Files.newDirectoryStream(layout.root(), "cluster.new-*")) {
            for (var directory : left) {
                Trees.delete(directory);
            }
        }
    }

    private static String read(Path file) throws StorageStartException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new StorageStartException(
                    "Cannot read "
                            + file
                            + " ("
                            + Advice.reason(e)
                            + "). If the directory is damaged, restore a backup.",
                    e);
        }
    }
}
