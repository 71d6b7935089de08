package dev.hermod.server.command;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A file that is there wholly or not at all: written as `FILE.part`, open to its owner only, and
/// renamed once it is on the disk.
final class PartFile implements Site.Sink {
    private static final Set<StandardOpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final Path part;
    private final boolean force;
    private final FileChannel channel;
    private final ProgressLine progress;
    private final Thread atInterrupt;
    private boolean completed;

    private PartFile(
            Path file, Path part, boolean force, FileChannel channel, ProgressLine progress) {
        this.file = file;
        this.part = part;
        this.force = force;
        this.channel = channel;
        this.progress = progress;
        this.atInterrupt = new Thread(this::abandon);
        Runtime.getRuntime().addShutdownHook(atInterrupt);
    }

    /// @param force whether a file that is there is replaced
    static PartFile open(Path file, boolean force, ProgressLine progress)
            throws CommandFailure, IOException {
        refuseExisting(file, force);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        if (force) {
            Files.deleteIfExists(part);
        }
        try {
            FileChannel channel = FileChannel.open(part, NEW, OWNER_ONLY);
            return new PartFile(file, part, force, channel, progress);
        } catch (FileAlreadyExistsException _) {
            throw new CommandFailure(
                    part
                            + ": another command is writing it, or was killed over it; then delete it, or add --force");
        }
    }

    private static void refuseExisting(Path file, boolean force) throws CommandFailure {
        if (Files.isDirectory(file) || file.getFileName() == null) {
            throw new CommandFailure(file + ": is a directory; name a file");
        }
        if (!force && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new CommandFailure(
                    file + ": exists already; name another file, or add --force to overwrite it");
        }
    }

    @Override
    public OutputStream stream() {
        return new Counted(Channels.newOutputStream(channel));
    }

    @Override
    public void complete() throws IOException {
        channel.force(true);
        channel.close();
        if (!force && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(file.toString(), null, "came into being meanwhile");
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        completed = true;
        syncDirectory();
    }

    /// So that the new name survives a crash of the machine too.
    private void syncDirectory() throws IOException {
        Path directory = file.toAbsolutePath().resolveSibling("");
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /// The process may be ending already.
    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(atInterrupt);
        } catch (IllegalStateException _) {
            // Then it runs.
        }
    }

    private void abandon() {
        try {
            Files.deleteIfExists(part);
        } catch (IOException _) {
            // It is named so that people see what it is.
        }
    }

    @Override
    public void close() throws IOException {
        progress.end();
        channel.close();
        removeHook();
        if (!completed) {
            Files.deleteIfExists(part);
        }
    }

    /// Names the file where writing fails: the system only says that no space is left.
    private final class Counted extends FilterOutputStream {
        private long written;

        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw new FileSystemException(part.toString(), null, e.getMessage());
            }
            written += length;
            progress.bytes(written);
        }
    }
}
