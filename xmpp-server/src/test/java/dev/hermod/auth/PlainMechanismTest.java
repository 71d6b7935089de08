package dev.hermod.auth;

import static dev.hermod.auth.SaslAssertions.assertFailed;
import static dev.hermod.auth.SaslAssertions.assertIn;
import static dev.hermod.auth.SaslAssertions.bytes;
import static dev.hermod.auth.SaslAssertions.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainMechanismTest {
    private final SaslFixture server =
            new SaslFixture().account("juliet", "r0m30", ScramHash.SHA_256);

    private SaslOutcome plain(String message) {
        return server.start("PLAIN", SaslFixture.tls()).respond(bytes(message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0juliet\0r0m30",
                "\0Juliet\0r0m30",
                "juliet@example.org\0juliet\0r0m30",
                "Juliet@Example.ORG\0juliet\0r0m30"
            })
    void rightPasswordLogsIn(String message) {
        SaslOutcome outcome = plain(message);
        assertIn(outcome, "juliet");
        assertThat(text(outcome)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0juliet\0R0m30",
                "\0juliet\0r0m30 ",
                "\0juliet\0r0m3",
                "\0romeo\0r0m30",
                "\0juliet\0\u0007",
                "\0ju liet\0r0m30"
            })
    void anythingElseIsNotAuthorized(String message) {
        assertFailed(plain(message), SaslFailure.NOT_AUTHORIZED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "romeo@example.org\0juliet\0r0m30",
                "juliet@example.com\0juliet\0r0m30",
                "juliet\0juliet\0r0m30",
                "juliet@example.org/x\0juliet\0r0m30",
                "ju liet@example.org\0juliet\0r0m30",
                "admin@example.org\0juliet\0wrong"
            })
    void otherAuthzidIsRefused(String message) {
        assertFailed(plain(message), SaslFailure.INVALID_AUTHZID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\0",
                "\0\0",
                "juliet",
                "juliet\0r0m30",
                "\0juliet\0",
                "\0\0r0m30",
                "\0juliet\0r0m30\0",
                "\0juliet\0r0m\0" + "30",
                "\0\0juliet\0r0m30"
            })
    void otherShapesAreMalformed(String message) {
        assertFailed(plain(message), SaslFailure.MALFORMED_REQUEST);
    }

    @Test
    void badUtf8AndOverlongMessagesAreMalformed() {
        byte[] overlongSlash = {0, 'a', 0, (byte) 0xc0, (byte) 0xaf};
        SaslExchange exchange = server.start("PLAIN", SaslFixture.tls());
        assertFailed(exchange.respond(overlongSlash), SaslFailure.MALFORMED_REQUEST);
        assertFailed(plain("\0juliet\0" + "x".repeat(5000)), SaslFailure.MALFORMED_REQUEST);
    }

    @Test
    void overlongPasswordIsNotAuthorized() {
        assertFailed(plain("\0juliet\0" + "x".repeat(2000)), SaslFailure.NOT_AUTHORIZED);
    }

    @Test
    void passwordIsPreparedAsWhenItWasStored() {
        server.account("romeo", "I\u00adX", ScramHash.SHA_1);
        assertIn(plain("\0romeo\0\u2168"), "romeo");
        assertIn(plain("\0romeo\0IX"), "romeo");
    }

    @Test
    void absentInitialResponseGetsAnEmptyChallenge() {
        SaslExchange exchange = server.start("PLAIN", SaslFixture.tls());
        assertThat(text(exchange.begin())).isEmpty();
        assertIn(exchange.respond(bytes("\0juliet\0r0m30")), "juliet");
    }

    @Test
    void withoutTlsEncryptionIsRequired() {
        SaslExchange exchange = server.start("PLAIN", SaslFixture.plainText());
        assertFailed(exchange.begin(), SaslFailure.ENCRYPTION_REQUIRED);
        assertFailed(exchange.respond(bytes("\0juliet\0r0m30")), SaslFailure.ENCRYPTION_REQUIRED);
    }

    @Test
    void accountWithoutVerifiersHasNoPassword() {
        server.accounts.put("nobody", new Credentials(List.of(), false));
        assertFailed(plain("\0nobody\0x"), SaslFailure.NOT_AUTHORIZED);
    }

    @Test
    void reasonsNeverRepeatThePassword() {
        assertThat(plain("\0juliet\0secret-word").toString()).doesNotContain("secret-word");
        assertThat(plain("\0juliet\0secret\u0007word").toString()).doesNotContain("secret");
    }
}
