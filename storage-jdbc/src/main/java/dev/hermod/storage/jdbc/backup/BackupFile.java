package dev.hermod.storage.jdbc.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hermod.storage.BackupRefusedException;
import dev.hermod.storage.RestoreDialogue;
import dev.hermod.storage.RestoreDialogue.Step;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// A backup whose every byte was checked against its seal before anything else is done with it.
record BackupFile(Path path, ZipFile zip, Manifest manifest) {
    /// Where the name of the first entry begins in a zip file, and how one begins.
    private static final int NAME_AT = 30;

    private static final byte[] MAGIC = {'P', 'K', 3, 4};
    private static final int BUFFER = 64 * 1024;
    private static final int LARGEST = 16 << 20;

    static BackupFile open(Path path, RestoreDialogue dialogue)
            throws BackupRefusedException, IOException {
        checkSeal(path, dialogue);
        try {
            ZipFile zip = new ZipFile(path.toFile());
            BackupFile opened = null;
            try {
                opened =
                        new BackupFile(
                                path, zip, Manifest.parse(content(zip, BackupWriter.MANIFEST)));
                return opened;
            } finally {
                if (opened == null) {
                    zip.close();
                }
            }
        } catch (ZipException e) {
            throw refused(path, "it is no proper zip file: " + e.getMessage());
        } catch (BackupRefusedException e) {
            throw refused(path, String.valueOf(e.getMessage()));
        }
    }

    /// Files that are no tables, by name.
    Map<String, byte[]> files() throws BackupRefusedException, IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (Manifest.Attached file : manifest.files()) {
            byte[] content = content(zip, file.entry());
            if (!Digests.hex(content).equals(file.sha256())) {
                throw refused(path, "the checksum of " + file.name() + " is wrong");
            }
            files.put(file.name(), content);
        }
        return files;
    }

    /// The rows of a table.
    InputStream rows(Manifest.Table table) throws BackupRefusedException, IOException {
        return zip.getInputStream(entry(zip, table.entry()));
    }

    /// Bytes of all rows as they are read.
    long size() throws BackupRefusedException {
        long size = 0;
        for (Manifest.Table table : manifest.tables()) {
            size += entry(zip, table.entry()).getSize();
        }
        return size;
    }

    BackupRefusedException refused(String why) {
        return refused(path, why);
    }

    private static BackupRefusedException refused(Path path, String why) {
        return new BackupRefusedException(path + ": " + why + "; nothing was changed");
    }

    private static byte[] content(ZipFile zip, String name)
            throws BackupRefusedException, IOException {
        try (InputStream in = zip.getInputStream(entry(zip, name))) {
            return in.readNBytes(LARGEST);
        }
    }

    private static ZipEntry entry(ZipFile zip, String name) throws BackupRefusedException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new BackupRefusedException(name + " is missing in it");
        }
        return entry;
    }

    private static void checkSeal(Path path, RestoreDialogue dialogue)
            throws BackupRefusedException, IOException {
        long size = Files.size(path);
        try (InputStream in = Files.newInputStream(path)) {
            byte[] start = in.readNBytes(NAME_AT + BackupWriter.TITLE.length());
            if (!titled(start)) {
                throw refused(path, "it is not a file that `hermod backup` wrote");
            }
            MessageDigest digest = Digests.sha256();
            digest.update(start);
            long rest = size - start.length - SealedOutput.SEAL;
            digest(in, digest, rest, done -> dialogue.progress(Step.CHECKING, done, rest));
            String seal = new String(in.readNBytes(SealedOutput.SEAL + 1), US_ASCII);
            if (!Digests.hex(digest).equals(seal)) {
                throw refused(
                        path,
                        "it is damaged: cut short, or altered since it was written. Take another copy of it, or another backup");
            }
        }
    }

    private static boolean titled(byte[] start) {
        return Arrays.equals(Arrays.copyOf(start, MAGIC.length), MAGIC)
                && new String(start, US_ASCII).endsWith(BackupWriter.TITLE);
    }

    /// Told how many bytes are done.
    @FunctionalInterface
    interface Done {
        void bytes(long done);
    }

    private static void digest(InputStream in, MessageDigest digest, long length, Done told)
            throws IOException {
        byte[] buffer = new byte[BUFFER];
        long done = 0;
        while (done < length) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, length - done));
            if (count < 0) {
                return;
            }
            digest.update(buffer, 0, count);
            done += count;
            told.bytes(done);
        }
    }
}
