package dev.hermod.storage.jdbc.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file that PostgreSQL's messages are appended to, and one older file beside it.
final class ServerLog {
    private static final Logger log = LoggerFactory.getLogger(ServerLog.class);
    private static final int TAIL_BYTES = 8 * 1024;

    private final Path file;
    private final long maxBytes;

    ServerLog(Path file, long maxBytes) {
        this.file = file;
        this.maxBytes = maxBytes;
    }

    Path file() {
        return file;
    }

    /// Makes the file, readable by us alone; PostgreSQL gets it open.
    void create() throws StorageStartException {
        try {
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new StorageStartException(
                    "Cannot make " + file + ". " + Advice.on(Advice.reason(e)), e);
        }
    }

    /// Where the next message will stand.
    long end() {
        try {
            return Files.size(file);
        } catch (IOException _) {
            return 0;
        }
    }

    /// What was said from there on, or the end of it.
    String since(long start) {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(Math.min(in.length(), Math.max(start, in.length() - TAIL_BYTES)));
            var bytes = new byte[TAIL_BYTES];
            var read = in.read(bytes);
            return read < 0 ? "" : new String(bytes, 0, read, StandardCharsets.UTF_8);
        } catch (IOException _) {
            return "";
        }
    }

    /// Copies and empties a file that has grown too long. PostgreSQL keeps it open for appending
    /// and goes on in it, also when it was started by an earlier Hermod; a line written between
    /// copy and cut is lost.
    void trim() {
        if (end() <= maxBytes) {
            return;
        }
        try {
            var older = file.resolveSibling(file.getFileName() + ".1");
            Files.copy(file, older, StandardCopyOption.REPLACE_EXISTING);
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
        } catch (IOException e) {
            log.warn("Cannot shorten {}: {}", file, e.toString());
        }
    }
}
