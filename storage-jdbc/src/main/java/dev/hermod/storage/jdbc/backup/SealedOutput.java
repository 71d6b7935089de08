package dev.hermod.storage.jdbc.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/// Replaces the last 64 bytes of what passes, which a zip file's comment stands in, by the SHA-256
/// of all bytes before them, in hexadecimal. So every byte of the file is under the seal, and
/// programs for zip files show it.
final class SealedOutput extends OutputStream {
    static final int SEAL = 64;

    private final OutputStream out;
    private final MessageDigest digest = Digests.sha256();
    private final byte[] held = new byte[SEAL];
    private int count;

    SealedOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int surplus = Math.max(0, count + length - SEAL);
        int fromHeld = Math.min(surplus, count);
        pass(held, 0, fromHeld);
        System.arraycopy(held, fromHeld, held, 0, count - fromHeld);
        count -= fromHeld;
        int direct = surplus - fromHeld;
        pass(bytes, offset, direct);
        System.arraycopy(bytes, offset + direct, held, count, length - direct);
        count += length - direct;
    }

    private void pass(byte[] bytes, int offset, int length) throws IOException {
        digest.update(bytes, offset, length);
        out.write(bytes, offset, length);
    }

    /// Writes the seal; nothing may be written after it.
    void seal() throws IOException {
        out.write(HexFormat.of().formatHex(digest.digest()).getBytes(US_ASCII));
        out.flush();
    }
}
