package dev.hermod.server.control;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The right to be the only process that works on a data directory. The kernel takes it back when
/// the process dies.
public final class DataLock implements AutoCloseable {
    private final RunDirectory directory;
    private final FileChannel channel;

    private DataLock(RunDirectory directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /// Takes it; nothing when another has it.
    ///
    /// @throws IOException when the directory cannot be made or written
    // POSIX locks belong to the process, and closing any channel on the file gives them back. So a
    // process that has the
    // lock must not open its file again: it is asked first who has it, by one thread at a time.
    public static synchronized Optional<DataLock> tryAcquire(Path data) throws IOException {
        RunDirectory directory = RunDirectory.of(data);
        directory.create();
        if (holderText(directory).equals(self())) {
            return Optional.empty();
        }
        FileChannel channel =
                FileChannel.open(
                        directory.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            return Optional.empty();
        }
        Files.writeString(directory.holder(), self());
        return Optional.of(new DataLock(directory, channel));
    }

    /// The process that has it, as far as it can be told: `process 123`, or `another process`.
    public static String holder(Path data) {
        String text = holderText(RunDirectory.of(data));
        return text.isEmpty() ? "another process" : "process " + text.split(" ", 2)[0];
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    private static String holderText(RunDirectory directory) {
        try {
            return Files.readString(directory.holder()).strip();
        } catch (IOException _) {
            return "";
        }
    }

    /// With the time of the start: in a container the same process id comes back after every
    /// restart.
    private static String self() {
        ProcessHandle process = ProcessHandle.current();
        String started = process.info().startInstant().map(Object::toString).orElse("-");
        return process.pid() + " " + started;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(directory.holder());
            channel.close();
        } catch (IOException _) {
            // The kernel gives the lock back with the process at the latest.
        }
    }
}
