package dev.hermod.server.control;

import java.io.IOException;
import java.io.Writer;
import java.util.function.Function;

/// Sends what a command prints, in pieces.
final class FrameWriter extends Writer {
    private static final int PIECE = 8 * 1024;

    private final FrameChannel channel;
    private final Function<String, Frame> kind;
    private final StringBuilder pending = new StringBuilder();

    FrameWriter(FrameChannel channel, Function<String, Frame> kind) {
        this.channel = channel;
        this.kind = kind;
    }

    @Override
    public void write(char[] chars, int offset, int length) throws IOException {
        synchronized (lock) {
            for (int at = 0; at < length; at += PIECE) {
                pending.append(chars, offset + at, Math.min(PIECE, length - at));
                if (pending.length() >= PIECE) {
                    flush();
                }
            }
        }
    }

    @Override
    public void flush() throws IOException {
        synchronized (lock) {
            if (!pending.isEmpty()) {
                String piece = pending.toString();
                pending.setLength(0);
                channel.write(kind.apply(piece));
            }
        }
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
