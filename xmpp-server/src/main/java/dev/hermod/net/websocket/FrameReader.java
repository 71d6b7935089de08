package dev.hermod.net.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads what a client sends over WebSocket (RFC 6455 section 5), fed with bytes cut anywhere.
/// Parts of text messages are handed on as they come and never gathered here, so it holds a header
/// and at most one control frame. No extensions. For one thread at a time.
public final class FrameReader {
    private static final int LONGEST_HEADER = 14;
    private static final int MASKED = 0x80;
    private static final int RESERVED = 0x70;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int UNSUPPORTED_DATA = 1003;
    private static final int NOT_UTF_8 = 1007;
    private static final int NO_STATUS = 1005;

    /// What a client's WebSocket consists of.
    public interface Handler {
        /// A part of a text message, unmasked, not looked at whether it is UTF-8.
        ///
        /// @param last whether the message ends with it
        void text(byte[] bytes, int offset, int length, boolean last);

        void ping(byte[] payload);

        void pong();

        /// The client closes.
        ///
        /// @param status 1005 where it said none
        void close(int status);

        /// Whether what follows has to wait.
        boolean paused();
    }

    private final byte[] header = new byte[LONGEST_HEADER];
    private int have;
    private int need = 2;
    // Of the frame whose header has been read; negative while a header is read.
    private long left = -1;
    private int masked;
    // Whether a text message goes on with the next data frame.
    private boolean inMessage;
    private byte @Nullable [] control;

    /// Reads these bytes, which it changes, until they end or the handler pauses.
    ///
    /// @return where it stopped
    /// @throws FrameViolation if the connection has to be closed
    public int read(byte[] bytes, int from, int to, Handler handler) throws FrameViolation {
        int at = from;
        while (at < to && !handler.paused()) {
            if (left < 0) {
                at = readHeader(bytes, at, to);
                if (left == 0) {
                    payload(bytes, at, 0, handler);
                }
            } else {
                int length = (int) Math.min(left, to - at);
                unmask(bytes, at, length);
                payload(bytes, at, length, handler);
                at += length;
            }
        }
        return at;
    }

    private int readHeader(byte[] bytes, int from, int to) throws FrameViolation {
        int at = from;
        while (at < to && left < 0) {
            header[have++] = bytes[at++];
            if (have == 2) {
                check();
                need = 6 + extended();
            }
            if (have == need) {
                left = length();
                masked = 0;
                have = 0;
                need = 2;
                if (isControl()) {
                    control = new byte[(int) left];
                }
            }
        }
        return at;
    }

    private int opcode() {
        return header[0] & 0x0F;
    }

    private boolean isControl() {
        return opcode() >= Frames.CLOSE;
    }

    private boolean isLast() {
        return (header[0] & Frames.FIN) != 0;
    }

    private int shortLength() {
        return header[1] & 0x7F;
    }

    private int extended() {
        return switch (shortLength()) {
            case Frames.MEDIUM -> 2;
            case Frames.LONG -> 8;
            default -> 0;
        };
    }

    private void check() throws FrameViolation {
        if ((header[0] & RESERVED) != 0) {
            throw wrong("reserved bits are set");
        }
        if ((header[1] & MASKED) == 0) {
            throw wrong("a client's frames have to be masked");
        }
        switch (opcode()) {
            case Frames.TEXT -> {
                if (inMessage) {
                    throw wrong("a message inside a message");
                }
            }
            case Frames.CONTINUATION -> {
                if (!inMessage) {
                    throw wrong("a continuation of nothing");
                }
            }
            case Frames.BINARY ->
                    throw new FrameViolation(UNSUPPORTED_DATA, "binary messages are not XMPP");
            case Frames.CLOSE, Frames.PING, Frames.PONG -> {
                if (!isLast() || shortLength() > Frames.SHORT) {
                    throw wrong("a control frame in parts, or a long one");
                }
            }
            default -> throw wrong("an unknown kind of frame");
        }
    }

    /// RFC 6455 section 5.2: in network order, and not longer than needed.
    private long length() throws FrameViolation {
        int size = extended();
        if (size == 0) {
            return shortLength();
        }
        long length = 0;
        for (int i = 0; i < size; i++) {
            length = length << 8 | (header[2 + i] & 0xFF);
        }
        if (length < 0 || length <= (size == 2 ? Frames.SHORT : 0xFFFF)) {
            throw wrong("a length that is not written as it should be");
        }
        return length;
    }

    private void unmask(byte[] bytes, int from, int length) {
        int key = 2 + extended();
        for (int i = 0; i < length; i++) {
            bytes[from + i] ^= header[key + (masked + i & 3)];
        }
        masked = masked + length & 3;
    }

    private void payload(byte[] bytes, int from, int length, Handler handler)
            throws FrameViolation {
        left -= length;
        byte[] gathered = control;
        if (gathered != null) {
            int before = gathered.length - (int) left - length;
            System.arraycopy(bytes, from, gathered, before, length);
        }
        boolean ends = left == 0;
        if (ends) {
            left = -1;
            control = null;
        }
        if (gathered == null) {
            inMessage = !(ends && isLast());
            handler.text(bytes, from, length, !inMessage);
        } else if (ends) {
            control(gathered, handler);
        }
    }

    private void control(byte[] payload, Handler handler) throws FrameViolation {
        switch (opcode()) {
            case Frames.PING -> handler.ping(payload);
            case Frames.PONG -> handler.pong();
            default -> handler.close(status(payload));
        }
    }

    private static int status(byte[] payload) throws FrameViolation {
        if (payload.length == 0) {
            return NO_STATUS;
        }
        int status = payload.length < 2 ? 0 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
        if (!mayBeSent(status)) {
            throw wrong("a status that nobody may send");
        }
        try {
            var _ =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(payload, 2, payload.length - 2));
        } catch (CharacterCodingException e) {
            throw new FrameViolation(NOT_UTF_8, "a reason that is not UTF-8");
        }
        return status;
    }

    /// RFC 6455 section 7.4, and what IANA has registered since.
    private static boolean mayBeSent(int status) {
        return (status >= 1000 && status <= 1003)
                || (status >= 1007 && status <= 1014)
                || (status >= 3000 && status <= 4999);
    }

    private static FrameViolation wrong(String why) {
        return new FrameViolation(PROTOCOL_ERROR, why);
    }
}
