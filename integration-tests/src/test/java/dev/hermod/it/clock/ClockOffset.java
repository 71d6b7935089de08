package dev.hermod.it.clock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Milliseconds in a file that is mapped into two processes: one lets the clock jump, the other
/// goes by it.
final class ClockOffset {
    private final MappedByteBuffer buffer;

    private ClockOffset(MappedByteBuffer buffer) {
        this.buffer = buffer;
    }

    /// Makes the file if need be; then it is 0.
    static ClockOffset in(Path file) {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            return new ClockOffset(channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long millis() {
        return buffer.getLong(0);
    }

    void set(long millis) {
        buffer.putLong(0, millis);
    }
}
