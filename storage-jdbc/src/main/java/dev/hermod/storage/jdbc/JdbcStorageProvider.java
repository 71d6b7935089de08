package dev.hermod.storage.jdbc;

import dev.hermod.config.Config;
import dev.hermod.storage.BackupRefusedException;
import dev.hermod.storage.RestoreDialogue;
import dev.hermod.storage.Restored;
import dev.hermod.storage.Storage;
import dev.hermod.storage.StorageProvider;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.storage.jdbc.backup.JdbcRestore;
import dev.hermod.storage.jdbc.embedded.EmbeddedPostgres;
import dev.hermod.storage.jdbc.embedded.EmbeddedPostgresOptions;
import dev.hermod.storage.jdbc.embedded.StorageStartException;
import dev.hermod.storage.jdbc.log.LogOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/// Storage on PostgreSQL: `embedded`, or a server at a `jdbc:postgresql:` address.
public final class JdbcStorageProvider implements StorageProvider {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final EmbeddedPostgresOptions embedded;

    /// For `ServiceLoader`.
    public JdbcStorageProvider() {
        this(EmbeddedPostgresOptions.standard());
    }

    /// @param embedded how an embedded server is run
    public JdbcStorageProvider(EmbeddedPostgresOptions embedded) {
        this.embedded = embedded;
    }

    @Override
    public boolean accepts(Config config) {
        return config.storage().embedded() || config.storage().url().startsWith("jdbc:postgresql:");
    }

    @Override
    public Storage open(Config config) {
        return config.storage().embedded() ? openEmbedded(config) : openExternal(config);
    }

    @Override
    public Restored restore(Config config, Path backup, RestoreDialogue dialogue)
            throws BackupRefusedException, IOException {
        try (JdbcRestore restore = JdbcRestore.of(backup, dialogue)) {
            if (!config.storage().embedded()) {
                return restore(restore, external(config));
            }
            try (EmbeddedPostgres server = start(config)) {
                return restore(restore, access(server));
            }
        }
    }

    private static Restored restore(JdbcRestore restore, Access access)
            throws BackupRefusedException, IOException {
        return restore.into(access, new Schema(access, PATIENCE));
    }

    private static Access external(Config config) {
        dev.hermod.config.Storage address = config.storage();
        return new Access(address.url(), address.user(), address.password());
    }

    private static Access access(EmbeddedPostgres server) {
        return new Access(server.jdbcUrl(), server.user(), server.password());
    }

    private static Storage openExternal(Config config) {
        Access access = external(config);
        String version = new Schema(access, PATIENCE).migrate();
        return open(
                config, access, "PostgreSQL %s at %s".formatted(version, access.shown()), () -> {});
    }

    private Storage openEmbedded(Config config) {
        EmbeddedPostgres server = start(config);
        Storage storage = null;
        try {
            Access access = access(server);
            String version = new Schema(access, PATIENCE).migrate();
            String description =
                    "PostgreSQL %s embedded in %s".formatted(version, server.dataDirectory());
            storage = open(config, access, description, server::close);
            return storage;
        } finally {
            if (storage == null) {
                server.close();
            }
        }
    }

    private EmbeddedPostgres start(Config config) {
        try {
            return EmbeddedPostgres.start(config.data(), embedded);
        } catch (StorageStartException e) {
            throw new StorageUnavailableException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Storage open(Config config, Access access, String description, Runnable atEnd) {
        JdbcStorage.Options options =
                new JdbcStorage.Options(
                        config.storage().poolSize(),
                        Duration.ofSeconds(config.storage().connectSeconds()),
                        LogOptions.standard().withQueueMessages(config.limits().logQueue()));
        return JdbcStorage.open(access, options, Clock.systemUTC(), description, atEnd);
    }
}
