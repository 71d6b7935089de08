package dev.hermod.server.control;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// `DATA/run`: what lasts no longer than the process. Only its owner may enter it, so the socket in
/// it is out of everybody else's reach from the moment it is bound.
record RunDirectory(Path path) {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    static RunDirectory of(Path data) {
        return new RunDirectory(data.toAbsolutePath().normalize().resolve("run"));
    }

    Path socket() {
        return path.resolve("hermod.sock");
    }

    Path lock() {
        return path.resolve("lock");
    }

    Path holder() {
        return path.resolve("lock.pid");
    }

    /// Makes it, or makes what is there private.
    void create() throws IOException {
        Files.createDirectories(path.resolveSibling(""));
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(path.toString(), null, "not a directory");
        }
        // Fails where it belongs to somebody else.
        Files.getFileAttributeView(path, PosixFileAttributeView.class).setPermissions(OWNER_ONLY);
    }
}
