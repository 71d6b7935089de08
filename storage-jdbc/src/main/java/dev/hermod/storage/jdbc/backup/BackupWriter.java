package dev.hermod.storage.jdbc.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.sql.SQLException;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes the file: an entry that says what it is, one for each table and file, at the end the
/// manifest. Nothing is held back but buffers.
final class BackupWriter {
    /// The first entry; its name is at a fixed place of the file.
    static final String TITLE = "hermod-backup";

    static final String MANIFEST = "manifest.json";
    private static final int BUFFER = 64 * 1024;

    private final OutputStream target;
    private final SealedOutput sealed;
    private final ZipOutputStream zip;

    BackupWriter(OutputStream target) throws IOException {
        this.target = new BufferedOutputStream(target, BUFFER);
        this.sealed = new SealedOutput(this.target);
        this.zip = new ZipOutputStream(sealed, UTF_8);
        // Most of it is text in hexadecimal, which the fastest level halves as well as the others.
        zip.setLevel(Deflater.BEST_SPEED);
        zip.setComment("0".repeat(SealedOutput.SEAL));
        entry(TITLE, "A backup of a Hermod server: hermod restore FILE\n".getBytes(UTF_8));
    }

    /// Writes the content of an entry; returns how many rows it has.
    @FunctionalInterface
    interface Content {
        long write(OutputStream out) throws IOException, SQLException;
    }

    /// How many rows, and the checksum of the content.
    record Written(long rows, String sha256) {}

    Written entry(String name, Content content) throws IOException, SQLException {
        zip.putNextEntry(new ZipEntry(name));
        var digested = new DigestOutputStream(new KeptOpen(zip), Digests.sha256());
        var buffered = new BufferedOutputStream(digested, BUFFER);
        long rows = content.write(buffered);
        buffered.flush();
        zip.closeEntry();
        return new Written(rows, Digests.hex(digested.getMessageDigest()));
    }

    void entry(String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    void finish(Manifest manifest) throws IOException {
        entry(MANIFEST, manifest.json());
        zip.finish();
        sealed.seal();
        target.flush();
    }

    /// An entry ends, the file goes on.
    private static final class KeptOpen extends FilterOutputStream {
        KeptOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
