package dev.hermod.storage.jdbc.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;

/// Operations on whole directory trees and atomic writes.
final class Trees {
    private Trees() {}

    /// Everything below and including the directory, children after their parents.
    static List<Path> list(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            return all.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// Deletes the tree if it is there.
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        for (var path : list(directory).reversed()) {
            Files.deleteIfExists(path);
        }
    }

    /// Replaces the file by one with this mode (it is private until it has it), or leaves the old
    /// one whole.
    static void replace(Path file, String content, String mode) throws IOException {
        var directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
        var fresh = Files.createTempFile(directory, "." + file.getFileName(), ".new");
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(mode));
        Files.writeString(fresh, content);
        sync(fresh);
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(directory);
    }

    /// Waits until the file, or a directory's entries, are on the disk.
    static void sync(Path path) throws IOException {
        var mode = Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (var channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }
}
