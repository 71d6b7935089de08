package dev.hermod.stanza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

class JidsTest {
    private static @Nullable JID tinder(String text) {
        try {
            return new JID(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static void assertSameAsTinder(String text) {
        JID ours = Jids.parseOrNull(text);
        assertThat(ours).as("<%s>", text).isEqualTo(tinder(text));
        if (ours != null) {
            assertThat(ours.toString()).isEqualTo(new JID(text).toString());
            assertThat(ours.hashCode()).isEqualTo(new JID(text).hashCode());
        }
    }

    @Test
    void randomAsciiIsPreparedAsTinderDoes() {
        Random random = new Random(6122);
        String alphabet = "abcXYZ019-._~@/ \"&':<>!#%\\\t\u007f@/..-a";
        for (int i = 0; i < 1500; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(16); length >= 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertSameAsTinder(text.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a@b",
                "a@b/c",
                "A@B.Example/C",
                "@b",
                "a@",
                "a@b/",
                "/c",
                "a/b@c",
                "a@b@c",
                "a@b/c@d/e",
                "a b@c",
                "a@b c",
                "a@-b",
                "a@b-",
                "a@b..c",
                "a@.b",
                "a_b.example",
                "a@a_b",
                "a@127.0.0.1",
                "a@xn--mller-kva.de",
                "\u00fc@b",
                "a@m\u00fcller.de",
                "a@b/\u00fc",
                "\u00df@b",
                "a@stra\u00dfe.de",
                "\u0430@b",
                "a@b/ c ",
                "\u00e9\u0301@b",
                "a@b/\u2665",
                "a@b/\ud83d\ude00x",
                "a@\u4f8b\u3048.jp",
                "I@b",
                "\u0130@b",
                "a\u00ad@b"
            })
    void chosenAddressesArePreparedAsTinderDoes(String text) {
        assertSameAsTinder(text);
    }

    @Test
    void partsOf1023BytesAreTheLongest() {
        for (int length : new int[] {1023, 1024}) {
            assertSameAsTinder("a".repeat(length) + "@b");
            assertSameAsTinder("a@b/" + "c".repeat(length));
        }
        assertSameAsTinder("a@" + "b".repeat(63));
        assertSameAsTinder("a@" + "b".repeat(64));
        assertThat(Jids.parseOrNull("a@b/" + "\u20ac".repeat(341))).isNotNull();
        assertThat(Jids.parseOrNull("a@b/" + "\u20ac".repeat(342))).isNull();
    }

    @Test
    void sampleOfOtherScriptsIsPreparedAsTinderDoes() {
        Random random = new Random(3454);
        List<int[]> blocks =
                List.of(
                        new int[] {0xC0, 0x17F},
                        new int[] {0x391, 0x3C9},
                        new int[] {0x410, 0x44F},
                        new int[] {0x5D0, 0x5EA},
                        new int[] {0x4E00, 0x4FFF},
                        new int[] {0xAC00, 0xAD00},
                        new int[] {0xFF21, 0xFF3A});
        for (int i = 0; i < 120; i++) {
            int[] block = blocks.get(i % blocks.size());
            StringBuilder part = new StringBuilder();
            for (int length = 1 + random.nextInt(5); length > 0; length--) {
                part.appendCodePoint(block[0] + random.nextInt(block[1] - block[0]));
            }
            assertSameAsTinder(part + "@b");
            assertSameAsTinder("a@b/" + part);
        }
    }

    // ICU fails over such a part while it makes its own exception.
    @Test
    void faultBehindALongPartIsRefused() {
        for (int length = 1; length < 64; length++) {
            String text = "\ufffd".repeat(length);
            assertThat(Jids.parseOrNull(text + "@example.org")).isNull();
            assertThat(Jids.parseOrNull("example.org/" + text)).isNull();
        }
    }

    @Test
    void partWithNothingLeftIsRefused() {
        assertThat(Jids.parseOrNull("\u00ad@b")).isNull();
        assertThatThrownBy(() -> Jids.of("", "b", null)).isInstanceOf(InvalidJidException.class);
        assertThatThrownBy(() -> Jids.of("a", "b", "")).isInstanceOf(InvalidJidException.class);
        assertThatThrownBy(() -> Jids.of("a", "", null)).isInstanceOf(InvalidJidException.class);
    }

    @Test
    void partsAreCombined() throws Exception {
        JID full = Jids.of("Romeo", "Example.ORG", "Orchard");
        assertThat(full).isEqualTo(new JID("romeo", "example.org", "Orchard"));
        assertThat(full.toString()).isEqualTo("romeo@example.org/Orchard");
        assertThat(Jids.bare(full).toString()).isEqualTo("romeo@example.org");
        assertThat(full.asBareJID()).isEqualTo(Jids.bare(full));
        assertThat(Jids.domain(full).toString()).isEqualTo("example.org");
        assertThat(Jids.full(full, "x").toString()).isEqualTo("romeo@example.org/x");
        assertThat(Jids.prepared("romeo@example.org/Orchard")).isEqualTo(full);
        assertThat(Jids.parseOrNull(null)).isNull();
    }

    @Test
    void overlongTextIsRefusedAtOnce() {
        assertThatThrownBy(() -> Jids.parse("a@b/" + "\u00fc".repeat(1_000_000)))
                .isInstanceOf(InvalidJidException.class)
                .extracting(Throwable::getStackTrace)
                .isEqualTo(new StackTraceElement[0]);
    }
}
