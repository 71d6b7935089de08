package dev.hermod.storage.jdbc.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// One Hermod per data directory: an advisory lock that the kernel takes back when its process
/// dies.
final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;
    private final Path holder;

    private DirectoryLock(FileChannel channel, Path holder) {
        this.channel = channel;
        this.holder = holder;
    }

    /// Takes the lock or says which process has it.
    ///
    /// POSIX locks belong to the process, and closing any channel on the file gives them back. So
    /// the file is never opened twice in one JVM: the holder's file is asked first, and one thread
    /// asks at a time.
    static synchronized DirectoryLock acquire(Layout layout) throws StorageStartException {
        try {
            if (self().equals(read(layout.holder()))) {
                throw refused(layout);
            }
            var channel =
                    FileChannel.open(
                            layout.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw refused(layout);
            }
            Files.writeString(layout.holder(), self());
            return new DirectoryLock(channel, layout.holder());
        } catch (IOException e) {
            throw new StorageStartException(
                    "Cannot lock " + layout.lock() + ". " + Advice.on(Advice.reason(e)), e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    private static StorageStartException refused(Layout layout) {
        var holder = read(layout.holder());
        var pid = holder == null ? "unknown" : holder.split(" ", 2)[0];
        return new StorageStartException(
                "Another Hermod (process "
                        + pid
                        + ") uses the data directory "
                        + layout.data()
                        + ". Stop it first, or give this one a data directory of its own.");
    }

    /// Process id and start time: a process id alone comes back, in a container after every
    /// restart.
    private static String self() {
        var process = ProcessHandle.current();
        var started = process.info().startInstant().map(Object::toString).orElse("-");
        return process.pid() + " " + started;
    }

    private static @Nullable String read(Path holder) {
        try {
            return Files.readString(holder).strip();
        } catch (IOException _) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(holder);
            channel.close();
        } catch (IOException _) {
            // The kernel gives the lock back with the process at the latest.
        }
    }
}
