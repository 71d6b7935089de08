package dev.hermod.auth;

import static dev.hermod.auth.SaslAssertions.assertIn;
import static dev.hermod.auth.SaslAssertions.bytes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whatever is changed in what an honest client sends, it is not let in.
class ScramMutationTest {
    private static final int ROUNDS = 1500;

    private final SaslFixture server = new SaslFixture();
    private final Random random = new Random(20261122);

    @BeforeEach
    void accountWithACheapVerifier() {
        ScramVerifier verifier =
                ScramVerifier.derive("r0m30", ScramHash.SHA_256, 16, new SecureRandom());
        server.accounts.put("juliet", new Credentials(List.of(verifier), false));
    }

    @Test
    void flippedBitsInScramNeverAuthenticate() throws GeneralSecurityException {
        for (int i = 0; i < ROUNDS; i++) {
            boolean flipFirst = random.nextBoolean();
            SaslOutcome outcome = scram(flipFirst);
            assertThat(outcome).isNotInstanceOf(SaslOutcome.Success.class);
            server.clock.advance(Duration.ofHours(3));
        }
        ScramClient honest = new ScramClient("256", "n,,", new byte[0], "juliet", "r0m30");
        assertIn(honest.login(server.start("SCRAM-SHA-256", SaslFixture.tls())), "juliet");
    }

    private SaslOutcome scram(boolean flipFirst) throws GeneralSecurityException {
        boolean plus = random.nextBoolean();
        ScramClient client =
                plus
                        ? new ScramClient(
                                "256", "p=tls-exporter,,", SaslFixture.EXPORTED, "juliet", "r0m30")
                        : new ScramClient("256", "n,,", new byte[0], "juliet", "r0m30");
        SaslExchange exchange =
                server.start(plus ? "SCRAM-SHA-256-PLUS" : "SCRAM-SHA-256", SaslFixture.bound());
        SaslOutcome outcome =
                exchange.respond(flipFirst ? flipped(client.first()) : client.first());
        if (!(outcome instanceof SaslOutcome.Challenge(byte[] data))) {
            return outcome;
        }
        byte[] last = client.last(data);
        return exchange.respond(flipFirst ? last : flipped(last));
    }

    @Test
    void flippedBitsInPlainNeverAuthenticate() {
        server.localparts = name -> name;
        byte[] honest = bytes("juliet@example.org\0juliet\0r0m30");
        for (int i = 0; i < ROUNDS; i++) {
            byte[] sent = flipped(honest);
            SaslOutcome outcome = server.start("PLAIN", SaslFixture.tls()).respond(sent);
            // An authzid whose domain differs in case only is the same account.
            if (!new String(sent, ISO_8859_1)
                    .equalsIgnoreCase("juliet@example.org\0juliet\0r0m30")) {
                assertThat(outcome).isNotInstanceOf(SaslOutcome.Success.class);
            }
            server.clock.advance(Duration.ofHours(3));
        }
    }

    private byte[] flipped(byte[] message) {
        byte[] changed = message.clone();
        int flips = 1 + random.nextInt(3);
        for (int i = 0; i < flips; i++) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        if (Arrays.equals(changed, message)) {
            changed[0] ^= 1;
        }
        return changed;
    }
}
