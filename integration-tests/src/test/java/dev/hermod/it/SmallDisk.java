package dev.hermod.it;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A file system of its own (tmpfs), that can be full. Only root may mount one.
public final class SmallDisk implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;
    private static final int PIECE_BYTES = 4096;
    private static final long LITTLE_BYTES = 32L * 1024 * 1024;
    private static final Path MOUNT = Path.of("/usr/bin/mount");

    private final Path root;
    private final Path filler;
    private final long bytes;

    private SmallDisk(Path root, long bytes) {
        this.root = root;
        this.filler = root.resolve("filler");
        this.bytes = bytes;
    }

    /// Null where none can be mounted.
    public static @Nullable SmallDisk mount(int megabytes)
            throws IOException, InterruptedException {
        if (!Files.isExecutable(MOUNT)) {
            return null;
        }
        Path root = Files.createTempDirectory("hermod-it-disk-");
        String size = "size=" + megabytes + "m";
        if (succeeds(
                MOUNT.toString(),
                "-t",
                "tmpfs",
                "-o",
                size + ",mode=755",
                "tmpfs",
                root.toString())) {
            return new SmallDisk(root, megabytes * 1024L * 1024);
        }
        Files.delete(root);
        return null;
    }

    public Path root() {
        return root;
    }

    /// Leaves no room for anything more, also while others write: it shrinks to a little more than
    /// is in it, and the rest is filled.
    public void fill() throws IOException, InterruptedException {
        FileStore store = Files.getFileStore(root);
        long used = store.getTotalSpace() - store.getUnallocatedSpace();
        remount(used + LITTLE_BYTES);
        try (OutputStream file = Files.newOutputStream(filler)) {
            byte[] piece = new byte[PIECE_BYTES];
            for (long written = 0; written <= 2 * LITTLE_BYTES; written += piece.length) {
                file.write(piece);
            }
        } catch (IOException full) {
            if (store.getUsableSpace() < PIECE_BYTES) {
                return;
            }
            throw full;
        }
        throw new IOException("cannot be filled: " + root);
    }

    /// Gives the room back.
    public void clear() throws IOException, InterruptedException {
        remount(bytes);
        Files.deleteIfExists(filler);
    }

    private void remount(long size) throws IOException, InterruptedException {
        if (!succeeds(MOUNT.toString(), "-o", "remount,size=" + size, root.toString())) {
            throw new IOException("cannot be given " + size + " bytes: " + root);
        }
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @Override
    public void close() throws IOException {
        try {
            if (succeeds("umount", "--lazy", root.toString())) {
                Files.delete(root);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
