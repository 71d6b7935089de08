package dev.hermod.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenMechanismsTest {
    private static final String ACCOUNT = "romeo@example.org";
    private static final String NONE = "HT-SHA-256-NONE";
    private static final String EXPORTER = "HT-SHA-256-EXPR";
    private static final byte[] BINDING = {1, 2, 3};
    private static final SaslContext TLS =
            new SaslContext(
                    "example.org",
                    true,
                    Map.of(ChannelBindingType.TLS_EXPORTER, BINDING),
                    InetAddress.getLoopbackAddress());
    private static final Duration MONTH = Duration.ofDays(30);

    private final MemoryLoginTokens tokens = new MemoryLoginTokens();
    private final AtomicBoolean disabled = new AtomicBoolean();
    private final TokenMechanisms.Client client =
            new TokenMechanisms.Client(UUID.randomUUID(), "Test", null);
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");

    private TokenMechanisms mechanisms() {
        return mechanisms(MONTH);
    }

    private TokenMechanisms mechanisms(Duration lifetime) {
        return new TokenMechanisms(
                tokens,
                (_, _) -> Optional.of(new Credentials(List.of(), disabled.get())),
                new AuthThrottle(Clock.systemUTC(), 100, 50, 50),
                name -> name.toLowerCase(Locale.ROOT),
                new byte[32],
                lifetime,
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private static byte[] mac(String token, String who, byte[] binding) {
        byte[] data = who.getBytes(UTF_8);
        byte[] all = Arrays.copyOf(data, data.length + binding.length);
        System.arraycopy(binding, 0, all, data.length, binding.length);
        return ScramCrypto.hmac(ScramHash.SHA_256, token.getBytes(UTF_8), all);
    }

    private static byte[] message(String name, byte[] proof) {
        byte[] prefix = (name + "\0").getBytes(UTF_8);
        byte[] message = Arrays.copyOf(prefix, prefix.length + proof.length);
        System.arraycopy(proof, 0, message, prefix.length, proof.length);
        return message;
    }

    private SaslOutcome login(String mechanism, String token, byte[] binding, long count) {
        return attempt(
                client.id(), mechanism, message("romeo", mac(token, "Initiator", binding)), count);
    }

    private SaslOutcome attempt(@Nullable UUID id, String mechanism, byte[] message, long count) {
        return mechanisms().start(new TokenRequest(id, mechanism, count), TLS).respond(message);
    }

    private String issued(String mechanism) {
        return mechanisms().issue(ACCOUNT, client, mechanism).orElseThrow().token();
    }

    private static SaslFailure refusal(SaslOutcome outcome) {
        assertThat(outcome).isInstanceOf(SaslOutcome.Failure.class);
        return ((SaslOutcome.Failure) outcome).condition();
    }

    @Test
    void aTokenLogsInAndTheServerProvesThatItHasItToo() {
        String token = issued(EXPORTER);
        assertThat(token).hasSize(43);
        SaslOutcome outcome = login(EXPORTER, token, BINDING, -1);
        assertThat(outcome).isInstanceOf(SaslOutcome.Success.class);
        SaslOutcome.Success success = (SaslOutcome.Success) outcome;
        assertThat(success.username()).isEqualTo("romeo");
        assertThat(success.data()).isEqualTo(mac(token, "Responder", BINDING));
    }

    @Test
    void aTokenIsGoodForItsMechanismItsChannelItsClientAndItsAccountOnly() {
        String token = issued(EXPORTER);
        assertThat(refusal(login(NONE, token, new byte[0], -1)))
                .isEqualTo(SaslFailure.NOT_AUTHORIZED);
        assertThat(refusal(login(EXPORTER, token, new byte[] {9}, -1)))
                .isEqualTo(SaslFailure.NOT_AUTHORIZED);
        byte[] proof = mac(token, "Initiator", BINDING);
        assertThat(refusal(attempt(UUID.randomUUID(), EXPORTER, message("romeo", proof), -1)))
                .isEqualTo(SaslFailure.NOT_AUTHORIZED);
        assertThat(refusal(attempt(client.id(), EXPORTER, message("juliet", proof), -1)))
                .isEqualTo(SaslFailure.NOT_AUTHORIZED);
    }

    @Test
    void whatIsNoMessageOfTheMechanismIsMalformed() {
        byte[] proof = mac(issued(NONE), "Initiator", new byte[0]);
        assertThat(refusal(attempt(client.id(), NONE, proof.clone(), -1)))
                .isIn(SaslFailure.MALFORMED_REQUEST, SaslFailure.NOT_AUTHORIZED);
        assertThat(refusal(attempt(client.id(), NONE, "romeo".getBytes(UTF_8), -1)))
                .isEqualTo(SaslFailure.MALFORMED_REQUEST);
        assertThat(refusal(attempt(null, NONE, message("romeo", proof), -1)))
                .isEqualTo(SaslFailure.MALFORMED_REQUEST);
        assertThat(refusal(attempt(client.id(), "HT-SHA-256-UNIQ", message("romeo", proof), -1)))
                .isEqualTo(SaslFailure.INVALID_MECHANISM);
    }

    @Test
    void anExpiredTokenIsToldFromAWrongOne() {
        String token = issued(NONE);
        now = now.plus(MONTH);
        assertThat(refusal(login(NONE, token, new byte[0], -1)))
                .isEqualTo(SaslFailure.CREDENTIALS_EXPIRED);
    }

    @Test
    void aCountThatDoesNotGrowIsAReplay() {
        String token = issued(NONE);
        assertThat(login(NONE, token, new byte[0], 7)).isInstanceOf(SaslOutcome.Success.class);
        assertThat(refusal(login(NONE, token, new byte[0], 7)))
                .isEqualTo(SaslFailure.NOT_AUTHORIZED);
        assertThat(login(NONE, token, new byte[0], 8)).isInstanceOf(SaslOutcome.Success.class);
    }

    @Test
    void aDisabledAccountIsRefusedAndToldSoOnlyWithItsToken() {
        String token = issued(NONE);
        disabled.set(true);
        assertThat(refusal(login(NONE, token, new byte[0], -1)))
                .isEqualTo(SaslFailure.ACCOUNT_DISABLED);
        assertThat(refusal(login(NONE, "guess", new byte[0], -1)))
                .isEqualTo(SaslFailure.NOT_AUTHORIZED);
    }

    @Test
    void aTokenIsRenewedInTheSecondHalfOfItsLifeAndTheOldOneGoodUntilTheNewOneIsUsed() {
        String old = issued(NONE);
        login(NONE, old, new byte[0], -1);
        assertThat(mechanisms().rotate(ACCOUNT, client)).isEmpty();
        now = now.plus(Duration.ofDays(16));
        login(NONE, old, new byte[0], -1);
        String next = mechanisms().rotate(ACCOUNT, client).orElseThrow().token();
        assertThat(next).isNotEqualTo(old);
        // The client did not get it: it comes with the next login once more.
        assertThat(login(NONE, old, new byte[0], -1)).isInstanceOf(SaslOutcome.Success.class);
        assertThat(mechanisms().rotate(ACCOUNT, client).orElseThrow().token()).isEqualTo(next);
        assertThat(login(NONE, next, new byte[0], -1)).isInstanceOf(SaslOutcome.Success.class);
        assertThat(refusal(login(NONE, old, new byte[0], -1)))
                .isEqualTo(SaslFailure.NOT_AUTHORIZED);
        assertThat(mechanisms().rotate(ACCOUNT, client)).isEmpty();
    }

    @Test
    void mechanismsAreOfferedForWhichThereIsAChannelToBindTo() {
        assertThat(mechanisms().offered(TLS)).containsExactly(EXPORTER, NONE);
        assertThat(mechanisms(Duration.ZERO).offered(TLS)).isEmpty();
        assertThat(mechanisms(Duration.ZERO).issue(ACCOUNT, client, NONE)).isEmpty();
        assertThat(mechanisms().issue(ACCOUNT, client, "PLAIN")).isEmpty();
    }
}
