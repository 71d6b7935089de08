package dev.hermod.storage.jdbc.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// Unpacks a `.txz`, readable by every user whatever our umask is, since another user will run it.
final class TarXz {
    private static final String PROGRAM = "rwxr-xr-x";
    private static final String FILE = "rw-r--r--";

    private TarXz() {}

    static void unpack(InputStream packed, Path into) throws IOException {
        var buffered = new BufferedInputStream(packed, 1 << 16);
        try (var tar = new TarArchiveInputStream(new XZInputStream(buffered))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(tar, entry, into);
            }
        }
    }

    private static void write(InputStream content, TarArchiveEntry entry, Path into)
            throws IOException {
        var target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into)) {
            throw new IOException("The archive leaves its directory: " + entry.getName());
        }
        var names = into.relativize(target);
        directories(into, entry.isDirectory() ? names : names.resolve("..").normalize());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.copy(content, target);
            mode(target, (entry.getMode() & 0100) != 0 ? PROGRAM : FILE);
        }
    }

    private static void directories(Path into, Path names) throws IOException {
        var directory = into;
        for (var name : names) {
            directory = directory.resolve(name).normalize();
            if (!Files.isDirectory(directory)) {
                Files.createDirectory(directory);
                mode(directory, PROGRAM);
            }
        }
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
