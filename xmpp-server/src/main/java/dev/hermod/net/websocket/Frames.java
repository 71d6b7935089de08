package dev.hermod.net.websocket;

import java.nio.charset.StandardCharsets;

/// What a server sends (RFC 6455 section 5): whole frames, not masked.
public final class Frames {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    static final int FIN = 0x80;
    static final int SHORT = 125;
    static final int MEDIUM = 126;
    static final int LONG = 127;

    private Frames() {}

    /// The header of a text message of one frame.
    ///
    /// @param length of its payload in bytes
    public static byte[] text(int length) {
        return header(TEXT, length);
    }

    /// A question whether the client is there, which its WebSocket answers by itself.
    public static byte[] ping() {
        return header(PING, 0);
    }

    /// The answer to a ping.
    ///
    /// @param payload as it was in the ping
    public static byte[] pong(byte[] payload) {
        return control(PONG, payload);
    }

    /// The end of the WebSocket (RFC 6455 section 5.5.1).
    ///
    /// @param reason in a few ASCII characters, for people; empty for none
    public static byte[] close(int status, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.US_ASCII);
        int length = Math.min(text.length, SHORT - 2);
        byte[] payload = new byte[2 + length];
        payload[0] = (byte) (status >> 8);
        payload[1] = (byte) status;
        System.arraycopy(text, 0, payload, 2, length);
        return control(CLOSE, payload);
    }

    private static byte[] control(int opcode, byte[] payload) {
        byte[] frame = new byte[2 + payload.length];
        frame[0] = (byte) (FIN | opcode);
        frame[1] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 2, payload.length);
        return frame;
    }

    private static byte[] header(int opcode, int length) {
        byte first = (byte) (FIN | opcode);
        if (length <= SHORT) {
            return new byte[] {first, (byte) length};
        }
        if (length <= 0xFFFF) {
            return new byte[] {first, MEDIUM, (byte) (length >> 8), (byte) length};
        }
        return new byte[] {
            first,
            LONG,
            0,
            0,
            0,
            0,
            (byte) (length >> 24),
            (byte) (length >> 16),
            (byte) (length >> 8),
            (byte) length
        };
    }
}
