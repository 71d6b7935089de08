package dev.hermod.storage.jdbc.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// What lies where below `DATA/postgres`.
///
/// @param data the server's data directory
/// @param root `DATA/postgres` without symbolic links, as PostgreSQL and /proc name it
record Layout(Path data, Path root) {

    /// Creates the directory and proves that it can be written.
    static Layout create(Path data) throws StorageStartException {
        var wanted = data.toAbsolutePath().normalize().resolve("postgres");
        try {
            Files.createDirectories(wanted);
            var root = wanted.toRealPath();
            // PostgreSQL runs as another user when we are root: it may pass, not list.
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
            Files.delete(Files.createTempFile(root, "probe", null));
            return new Layout(data, root);
        } catch (IOException e) {
            throw new StorageStartException(
                    "Cannot write to "
                            + wanted
                            + " ("
                            + Advice.reason(e)
                            + "). Make it writable for user "
                            + System.getProperty("user.name")
                            + ", free space on its disk, or choose another data directory.",
                    e);
        }
    }

    Path cluster() {
        return root.resolve("cluster");
    }

    /// Outside the cluster, so that it stays ours when the cluster is another user's.
    Path settings() {
        return root.resolve("hermod.conf");
    }

    Path password() {
        return root.resolve("password");
    }

    Path log() {
        return root.resolve("log");
    }

    Path lock() {
        return root.resolve("lock");
    }

    Path holder() {
        return root.resolve("lock.pid");
    }
}
