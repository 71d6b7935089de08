package dev.hermod.net.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hermod.Spec;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Spec("RFC 6455 5")
class FrameReaderTest {
    private final Recording recording = new Recording();
    private final FrameReader reader = new FrameReader();

    @Test
    void messagesAreReadWhereverTheirFramesAndBytesAreCut() throws FrameViolation {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<String> expected = new ArrayList<>();
            byte[] wire = conversation(random, expected);
            recording.events.clear();
            feedInPieces(wire, random);
            assertThat(recording.events).as("seed %d", seed).isEqualTo(expected);
        }
    }

    private void feedInPieces(byte[] wire, Random random) throws FrameViolation {
        for (int at = 0; at < wire.length; ) {
            int length =
                    Math.min(
                            wire.length - at,
                            1 + random.nextInt(random.nextBoolean() ? 3 : 70_000));
            byte[] piece = Arrays.copyOfRange(wire, at, at + length);
            assertThat(reader.read(piece, 0, length, recording)).isEqualTo(length);
            at += length;
        }
    }

    private static byte[] conversation(Random random, List<String> expected) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int message = 0; message < 5; message++) {
            byte[] text = new byte[random.nextInt(random.nextInt(10) == 0 ? 140_000 : 300)];
            random.nextBytes(text);
            int at = 0;
            boolean first = true;
            boolean last = false;
            while (!last) {
                int length = random.nextInt(text.length - at + 1);
                last = at + length == text.length;
                byte[] part = Arrays.copyOfRange(text, at, at + length);
                wire.writeBytes(
                        frame(last, first ? Frames.TEXT : Frames.CONTINUATION, part, random));
                at += length;
                first = false;
                if (!last && random.nextInt(4) == 0) {
                    byte[] payload = new byte[random.nextInt(126)];
                    random.nextBytes(payload);
                    wire.writeBytes(frame(true, Frames.PING, payload, random));
                    expected.add("ping " + hex(payload));
                }
            }
            expected.add("text " + hex(text));
        }
        return wire.toByteArray();
    }

    static byte[] frame(boolean last, int opcode, byte[] payload, Random random) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write((last ? 0x80 : 0) | opcode);
        int length = payload.length;
        if (length <= 125) {
            frame.write(0x80 | length);
        } else if (length <= 0xFFFF) {
            frame.writeBytes(new byte[] {(byte) 0xFE, (byte) (length >> 8), (byte) length});
        } else {
            frame.writeBytes(
                    new byte[] {
                        (byte) 0xFF,
                        0,
                        0,
                        0,
                        0,
                        0,
                        (byte) (length >> 16),
                        (byte) (length >> 8),
                        (byte) length
                    });
        }
        byte[] mask = new byte[4];
        random.nextBytes(mask);
        frame.writeBytes(mask);
        for (int i = 0; i < length; i++) {
            frame.write(payload[i] ^ mask[i & 3]);
        }
        return frame.toByteArray();
    }

    @Test
    void garbageNeverDoesAnythingButViolate() {
        for (int seed = 0; seed < 3_000; seed++) {
            byte[] garbage = new byte[64];
            new Random(seed).nextBytes(garbage);
            try {
                new FrameReader().read(garbage, 0, garbage.length, recording);
            } catch (FrameViolation e) {
                assertThat(e.status()).isIn(1002, 1003, 1007);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "81 05 68 65 6c 6c 6f, 1002, not masked",
        "c1 80 00 00 00 00, 1002, reserved bit",
        "83 80 00 00 00 00, 1002, unknown opcode",
        "82 80 00 00 00 00, 1003, binary",
        "80 80 00 00 00 00, 1002, continuation of nothing",
        "09 80 00 00 00 00, 1002, ping in parts",
        "89 fe 00 7e 00 00 00 00, 1002, long ping",
        "81 fe 00 05 00 00 00 00, 1002, length longer than needed",
        "81 ff 00 00 00 00 00 00 ff ff 00 00 00 00, 1002, length longer than needed",
        "81 ff 80 00 00 00 00 00 00 00 00 00 00 00, 1002, negative length",
        "88 81 00 00 00 00 03, 1002, half a status",
        "88 82 00 00 00 00 03 ed, 1002, status 1005 is never sent",
        "88 83 00 00 00 00 03 e8 ff, 1007, reason is not UTF-8",
        "01 80 00 00 00 00 81 80 00 00 00 00, 1002, message inside a message"
    })
    void whatNoClientMaySendIsRefused(String wire, int status, String why) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(wire);
        assertThatExceptionOfType(FrameViolation.class)
                .as(why)
                .isThrownBy(() -> reader.read(bytes, 0, bytes.length, recording))
                .satisfies(e -> assertThat(e.status()).isEqualTo(status));
    }

    @Test
    void closeTellsItsStatus() throws FrameViolation {
        byte[] close = frame(true, Frames.CLOSE, new byte[] {3, (byte) 0xE9}, new Random(1));
        reader.read(close, 0, close.length, recording);
        byte[] bare = frame(true, Frames.CLOSE, new byte[0], new Random(1));
        reader.read(bare, 0, bare.length, recording);
        assertThat(recording.events).containsExactly("close 1001", "close 1005");
    }

    @Test
    void pauseLeavesTheRestUntouched() throws FrameViolation {
        Random random = new Random(7);
        byte[] one = frame(true, Frames.TEXT, "one".getBytes(UTF_8), random);
        byte[] two = frame(true, Frames.TEXT, "two".getBytes(UTF_8), random);
        byte[] wire = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, wire, one.length, two.length);
        recording.pauseAfterText = true;
        assertThat(reader.read(wire, 0, wire.length, recording)).isEqualTo(one.length);
        recording.paused = false;
        assertThat(reader.read(wire, one.length, wire.length, recording)).isEqualTo(wire.length);
        assertThat(recording.events)
                .containsExactly(
                        "text " + hex("one".getBytes(UTF_8)), "text " + hex("two".getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 125, 126, 65_535, 65_536, 1_000_000})
    void headersOfTheServerSayTheLength(int length) {
        byte[] header = Frames.text(length);
        assertThat(header[0]).isEqualTo((byte) 0x81);
        int said = header[1];
        if (said == 126) {
            said = (header[2] & 0xFF) << 8 | (header[3] & 0xFF);
        } else if (said == 127) {
            said =
                    (header[6] & 0xFF) << 24
                            | (header[7] & 0xFF) << 16
                            | (header[8] & 0xFF) << 8
                            | (header[9] & 0xFF);
        }
        assertThat(said).isEqualTo(length);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static final class Recording implements FrameReader.Handler {
        final List<String> events = new ArrayList<>();
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();
        boolean pauseAfterText;
        boolean paused;

        @Override
        public void text(byte[] bytes, int offset, int length, boolean last) {
            text.write(bytes, offset, length);
            if (last) {
                events.add("text " + hex(text.toByteArray()));
                text.reset();
                paused = pauseAfterText;
            }
        }

        @Override
        public void ping(byte[] payload) {
            events.add("ping " + hex(payload));
        }

        @Override
        public void pong() {
            events.add("pong");
        }

        @Override
        public void close(int status) {
            events.add("close " + status);
        }

        @Override
        public boolean paused() {
            return paused;
        }
    }
}
