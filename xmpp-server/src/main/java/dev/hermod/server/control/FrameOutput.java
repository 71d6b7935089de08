package dev.hermod.server.control;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/// Sends the data that a command makes as it comes, in pieces: whoever writes little at a time puts
/// a buffer before it.
final class FrameOutput extends OutputStream {
    private static final int PIECE = 64 * 1024;

    private final FrameChannel channel;

    FrameOutput(FrameChannel channel) {
        this.channel = channel;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        for (int at = 0; at < length; at += PIECE) {
            int from = offset + at;
            int count = Math.min(PIECE, length - at);
            channel.write(new Frame.Data(Arrays.copyOfRange(bytes, from, from + count)));
        }
    }
}
