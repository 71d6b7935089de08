package dev.hermod.auth;

import static dev.hermod.auth.SaslAssertions.assertFailed;
import static dev.hermod.auth.SaslAssertions.bytes;
import static dev.hermod.auth.SaslAssertions.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;

class DecoysTest {
    private final SaslFixture server =
            new SaslFixture().account("juliet", "r0m30", ScramHash.SHA_256);

    private String challenge(String name) {
        SaslExchange exchange = server.start("SCRAM-SHA-256", SaslFixture.tls());
        return text(exchange.respond(bytes("n,,n=" + name + ",r=fyko+d2lbbFgONRv9qkxdawL")));
    }

    @Test
    void unknownNamesGetAChallengeLikeAnyOther() {
        String shape =
                "r=fyko\\+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=[A-Za-z0-9+/]{22}==,i=4096,h=[^,]{44}";
        assertThat(challenge("juliet")).matches(shape);
        assertThat(challenge("nurse")).matches(shape);
    }

    @Test
    void challengeOfAnUnknownNameRepeatsAndDiffersFromOthers() {
        assertThat(challenge("nurse")).isEqualTo(challenge("nurse")).isEqualTo(challenge("NURSE"));
        assertThat(challenge("nurse")).isNotEqualTo(challenge("friar"));
    }

    @Test
    void saltsDependOnSecretHashNameAndDomain() {
        Decoys decoys = new Decoys("sixteen bytes or more".getBytes(UTF_8), 4096);
        Decoys others = new Decoys("another sixteen bytes".getBytes(UTF_8), 4096);
        byte[] salt = decoys.verifier(ScramHash.SHA_1, "a", "b").salt();
        assertThat(decoys.verifier(ScramHash.SHA_1, "a", "b").salt()).isEqualTo(salt).hasSize(16);
        assertThat(decoys.verifier(ScramHash.SHA_256, "a", "b").salt()).isNotEqualTo(salt);
        assertThat(decoys.verifier(ScramHash.SHA_1, "b", "b").salt()).isNotEqualTo(salt);
        assertThat(decoys.verifier(ScramHash.SHA_1, "a", "c").salt()).isNotEqualTo(salt);
        assertThat(others.verifier(ScramHash.SHA_1, "a", "b").salt()).isNotEqualTo(salt);
    }

    @Test
    void unknownNameFailsLikeAWrongPassword() throws GeneralSecurityException {
        ScramClient unknown = new ScramClient("256", "n,,", new byte[0], "nurse", "r0m30");
        SaslExchange exchange = server.start("SCRAM-SHA-256", SaslFixture.tls());
        assertFailed(unknown.login(exchange), SaslFailure.NOT_AUTHORIZED);
        SaslExchange plain = server.start("PLAIN", SaslFixture.tls());
        assertFailed(plain.respond(bytes("\0nurse\0r0m30")), SaslFailure.NOT_AUTHORIZED);
    }

    @Test
    void accountWithoutVerifierForTheHashFailsLikeAWrongPassword() throws GeneralSecurityException {
        ScramClient client = new ScramClient("1", "n,,", new byte[0], "juliet", "r0m30");
        SaslOutcome outcome = client.login(server.start("SCRAM-SHA-1", SaslFixture.tls()));
        assertFailed(outcome, SaslFailure.NOT_AUTHORIZED);
        assertThat(outcome.toString()).contains("no verifier for [SHA_1]");
    }

    @Test
    void unknownNamesAreThrottledLikeAccounts() {
        for (String name : new String[] {"juliet", "nurse"}) {
            for (int i = 0; i <= AuthThrottle.PAIR.allowance(); i++) {
                assertFailed(plain(name), SaslFailure.NOT_AUTHORIZED);
            }
            assertFailed(plain(name), SaslFailure.TEMPORARY_AUTH_FAILURE);
        }
    }

    private SaslOutcome plain(String name) {
        return server.start("PLAIN", SaslFixture.tls()).respond(bytes("\0" + name + "\0wrong"));
    }

    @Test
    void secretHasToBeLong() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Decoys(new byte[15], 4096));
    }
}
