package dev.hermod.it;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A file system of its own (tmpfs), that can be full: it shrinks to what is in it. Only root may
/// mount one.
public final class SmallDisk implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;
    private static final int TRIES = 20;
    private static final Path MOUNT = Path.of("/usr/bin/mount");

    private final Path root;
    private final String size;

    private SmallDisk(Path root, String size) {
        this.root = root;
        this.size = size;
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
            return new SmallDisk(root, size);
        }
        Files.delete(root);
        return null;
    }

    public Path root() {
        return root;
    }

    /// Leaves no room for anything more.
    public void fill() throws IOException, InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            FileStore store = Files.getFileStore(root);
            long used = store.getTotalSpace() - store.getUnallocatedSpace();
            // What is written meanwhile may make this too small for what is there.
            if (remount("size=" + used)) {
                return;
            }
        }
        throw new IOException("cannot be shrunk: " + root);
    }

    /// Gives the room back.
    public void clear() throws IOException, InterruptedException {
        if (!remount(size)) {
            throw new IOException("cannot be enlarged: " + root);
        }
    }

    private boolean remount(String option) throws IOException, InterruptedException {
        return succeeds(MOUNT.toString(), "-o", "remount," + option, root.toString());
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
