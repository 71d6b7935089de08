package dev.hermod.server.command;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Lines of a file that nobody has checked: of one that is too long only the beginning is kept.
final class BoundedLines {
    private final BufferedInputStream in;
    private final int longest;

    /// @param longest in bytes, without the end of the line
    BoundedLines(InputStream in, int longest) {
        this.in = new BufferedInputStream(in, 64 * 1024);
        this.longest = longest;
    }

    /// The next line without its end (LF or CRLF), or null after the last; one byte more than the
    /// longest stands for a line that is too long.
    byte @Nullable [] next() throws IOException {
        var line = new ByteArrayOutputStream();
        int read = in.read();
        if (read < 0) {
            return null;
        }
        for (; read >= 0 && read != '\n'; read = in.read()) {
            if (line.size() <= longest) {
                line.write(read);
            }
        }
        byte[] bytes = line.toByteArray();
        int end = bytes.length;
        return end > 0 && bytes[end - 1] == '\r' ? Arrays.copyOf(bytes, end - 1) : bytes;
    }
}
