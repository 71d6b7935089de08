package dev.hermod.auth;

import static dev.hermod.auth.SaslAssertions.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScramVerifierTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @ParameterizedTest
    @EnumSource(ScramHash.class)
    void onlyItsPasswordMatches(ScramHash hash) {
        ScramVerifier verifier = ScramVerifier.derive("pencil", hash, 100, RANDOM);
        assertThat(verifier.matches("pencil")).isTrue();
        assertThat(verifier.matches("pencils")).isFalse();
        assertThat(verifier.matches("")).isFalse();
        assertThat(verifier.matches("\u0007")).isFalse();
        assertThat(verifier.salt()).hasSize(16);
        assertThat(verifier.storedKey()).hasSize(hash.keyLength());
    }

    @Test
    void samePasswordGetsAnotherSaltEachTime() {
        ScramVerifier one = ScramVerifier.derive("pencil", ScramHash.SHA_1, 1, RANDOM);
        ScramVerifier other = ScramVerifier.derive("pencil", ScramHash.SHA_1, 1, RANDOM);
        assertThat(one.salt()).isNotEqualTo(other.salt());
        assertThat(one.storedKey()).isNotEqualTo(other.storedKey());
    }

    /// The vectors of RFC 6070.
    @Test
    void hiIsPbkdf2() {
        HexFormat hex = HexFormat.of();
        assertThat(
                        hex.formatHex(
                                ScramCrypto.hi(
                                        ScramHash.SHA_1, bytes("password"), bytes("salt"), 1)))
                .isEqualTo("0c60c80f961f0e71f3a9b524af6012062fe037a6");
        assertThat(
                        hex.formatHex(
                                ScramCrypto.hi(
                                        ScramHash.SHA_1, bytes("password"), bytes("salt"), 4096)))
                .isEqualTo("4b007901b765489abead49d926f721d065a429c1");
    }

    @Test
    void arraysAreCopiedInAndOut() {
        byte[] salt = {1, 2, 3};
        ScramVerifier verifier =
                new ScramVerifier(ScramHash.SHA_1, salt, 1, new byte[20], new byte[20]);
        salt[0] = 9;
        verifier.salt()[1] = 9;
        verifier.storedKey()[0] = 9;
        verifier.serverKey()[0] = 9;
        assertThat(verifier)
                .isEqualTo(
                        new ScramVerifier(
                                ScramHash.SHA_1,
                                new byte[] {1, 2, 3},
                                1,
                                new byte[20],
                                new byte[20]));
    }

    @Test
    void impossibleVerifiersAreRefused() {
        byte[] key = new byte[20];
        byte[] salt = new byte[16];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScramVerifier(ScramHash.SHA_1, new byte[0], 1, key, key));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScramVerifier(ScramHash.SHA_1, salt, 0, key, key));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScramVerifier(ScramHash.SHA_256, salt, 1, key, key));
    }

    @Test
    void printedFormHoldsNoKey() {
        assertThat(ScramVerifier.derive("pencil", ScramHash.SHA_1, 7, RANDOM))
                .hasToString("ScramVerifier[SHA_1, 7 iterations]");
    }
}
