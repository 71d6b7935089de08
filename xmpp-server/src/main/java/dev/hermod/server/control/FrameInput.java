package dev.hermod.server.control;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// What the client has for the command to read, fetched as the command reads it. A client that goes
/// away in between is an error, so that half a file is not taken for a whole one.
final class FrameInput extends InputStream {
    private final FrameChannel channel;
    private byte[] piece = {};
    private int at;
    private boolean ended;

    FrameInput(FrameChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read() throws IOException {
        return more() ? piece[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!more()) {
            return -1;
        }
        int count = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, target, offset, count);
        at += count;
        return count;
    }

    private boolean more() throws IOException {
        while (at == piece.length && !ended) {
            Frame frame =
                    channel.read(FrameChannel.UNHURRIED)
                            .orElseThrow(() -> new EOFException("the client is gone"));
            if (!(frame instanceof Frame.Input(var bytes))) {
                throw new IOException("input is expected");
            }
            piece = bytes;
            at = 0;
            ended = bytes.length == 0;
        }
        return !ended;
    }
}
