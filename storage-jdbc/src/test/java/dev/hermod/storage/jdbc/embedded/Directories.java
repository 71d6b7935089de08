package dev.hermod.storage.jdbc.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Test directories that the user PostgreSQL runs as may pass; JUnit makes them private.
final class Directories {
    private Directories() {}

    static Path passable(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        return directory;
    }
}
