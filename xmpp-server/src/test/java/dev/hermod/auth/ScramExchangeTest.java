package dev.hermod.auth;

import static dev.hermod.auth.SaslAssertions.assertFailed;
import static dev.hermod.auth.SaslAssertions.assertIn;
import static dev.hermod.auth.SaslAssertions.bytes;
import static dev.hermod.auth.SaslAssertions.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramExchangeTest {
    private static final byte[] NONE = new byte[0];

    private final SaslFixture server =
            new SaslFixture().account("juliet", "r0m30", ScramHash.SHA_1, ScramHash.SHA_256);

    private static ScramClient juliet(String gs2Header) {
        return new ScramClient("256", gs2Header, NONE, "juliet", "r0m30");
    }

    private static ScramClient bound(String gs2Header, byte[] binding) {
        return new ScramClient("256", gs2Header, binding, "juliet", "r0m30");
    }

    private SaslExchange start() {
        return server.start("SCRAM-SHA-256", SaslFixture.tls());
    }

    private SaslExchange startPlus() {
        return server.start("SCRAM-SHA-256-PLUS", SaslFixture.bound());
    }

    @ParameterizedTest
    @CsvSource({"1,SHA_1", "256,SHA_256", "512,SHA_512"})
    void everyHashLogsInWithAndWithoutChannelBinding(String suffix, ScramHash hash)
            throws GeneralSecurityException {
        server.account("tybalt", "c4pul3t", hash);
        server.settings = new SaslSettings(List.of(hash), 4096, true, true);
        ScramClient client = new ScramClient(suffix, "n,,", NONE, "tybalt", "c4pul3t");
        SaslOutcome outcome = client.login(server.start(hash.mechanism(), SaslFixture.tls()));
        assertIn(outcome, "tybalt");
        assertThat(client.accepts(bytes(text(outcome)))).isTrue();
        assertBindingLogsIn(suffix, hash, "tls-exporter", SaslFixture.EXPORTED);
        assertBindingLogsIn(suffix, hash, "tls-server-end-point", SaslFixture.CERTIFICATE_HASH);
    }

    private void assertBindingLogsIn(String suffix, ScramHash hash, String type, byte[] data)
            throws GeneralSecurityException {
        ScramClient client = new ScramClient(suffix, "p=" + type + ",,", data, "tybalt", "c4pul3t");
        SaslOutcome outcome = client.login(server.start(hash.plusMechanism(), SaslFixture.bound()));
        assertIn(outcome, "tybalt");
        assertThat(client.accepts(bytes(text(outcome)))).isTrue();
    }

    @Test
    void wrongPasswordIsNotAuthorized() throws GeneralSecurityException {
        ScramClient client = new ScramClient("256", "n,,", NONE, "juliet", "romeo");
        assertFailed(client.login(start()), SaslFailure.NOT_AUTHORIZED);
    }

    @Test
    void disabledAccountIsToldOnlyWithTheRightPassword() throws GeneralSecurityException {
        server.disable("juliet");
        assertFailed(juliet("n,,").login(start()), SaslFailure.ACCOUNT_DISABLED);
        ScramClient guesser = new ScramClient("256", "n,,", NONE, "juliet", "romeo");
        assertFailed(guesser.login(start()), SaslFailure.NOT_AUTHORIZED);
    }

    @Test
    void absentInitialResponseGetsAnEmptyChallenge() throws GeneralSecurityException {
        SaslExchange exchange = start();
        assertThat(text(exchange.begin())).isEmpty();
        assertIn(juliet("n,,").login(exchange), "juliet");
    }

    @Test
    void unreachableStorageIsATemporaryFailure() throws GeneralSecurityException {
        server.storageDown = true;
        assertFailed(juliet("n,,").login(start()), SaslFailure.TEMPORARY_AUTH_FAILURE);
    }

    @Test
    void nothingIsTakenAfterTheEnd() throws GeneralSecurityException {
        SaslExchange exchange = start();
        ScramClient client = juliet("n,,");
        SaslOutcome challenge = exchange.respond(client.first());
        byte[] last = client.last(bytes(text(challenge)));
        assertIn(exchange.respond(last), "juliet");
        assertFailed(exchange.respond(last), SaslFailure.MALFORMED_REQUEST);
    }

    @Test
    void usernameIsDecodedAndPrepared() throws GeneralSecurityException {
        server.account("a,b=c", "r0m30", ScramHash.SHA_256);
        ScramClient client = new ScramClient("256", "n,,", NONE, "A=2Cb=3DC", "r0m30");
        assertIn(client.login(start()), "a,b=c");
    }

    @Test
    void usernameThatNoAccountCanHaveIsNotAuthorized() throws GeneralSecurityException {
        ScramClient client = new ScramClient("256", "n,,", NONE, "juliet@example.org", "r0m30");
        assertFailed(client.login(start()), SaslFailure.NOT_AUTHORIZED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n,a=juliet@example.org,", "n,a=Juliet@EXAMPLE.org,"})
    void authzidOfTheAccountItselfIsAccepted(String header) throws GeneralSecurityException {
        assertIn(juliet(header).login(start()), "juliet");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n,a=romeo@example.org,",
                "n,a=juliet@example.com,",
                "n,a=juliet,",
                "n,a=example.org,",
                "n,a=juliet@example.org/balcony,",
                "n,a=@example.org,"
            })
    void anyOtherAuthzidIsRefused(String header) throws GeneralSecurityException {
        assertFailed(juliet(header).login(start()), SaslFailure.INVALID_AUTHZID);
    }

    @Test
    void optionalExtensionsAreIgnoredAndSigned() throws GeneralSecurityException {
        ScramClient client = juliet("n,,");
        client.extension = ",x=whatever";
        assertIn(client.login(start()), "juliet");
    }

    @Test
    void clientThatSawNoChannelBindingIsFineWhereNoneWasOffered() throws GeneralSecurityException {
        assertIn(juliet("y,,").login(start()), "juliet");
    }

    @Test
    void clientThatCannotBindIsFineWhereItWasOffered() throws GeneralSecurityException {
        assertIn(juliet("n,,").login(server.start("SCRAM-SHA-256", SaslFixture.bound())), "juliet");
    }

    @Test
    void clientThatWasNotShownTheChannelBindingsIsBeingDowngraded()
            throws GeneralSecurityException {
        SaslOutcome outcome =
                juliet("y,,").login(server.start("SCRAM-SHA-256", SaslFixture.bound()));
        assertFailed(outcome, SaslFailure.NOT_AUTHORIZED);
    }

    @Test
    void changingTheFlagOnTheWayIsNoticed() throws GeneralSecurityException {
        SaslExchange exchange = server.start("SCRAM-SHA-256", SaslFixture.bound());
        ScramClient client = juliet("y,,");
        SaslOutcome challenge = exchange.respond(bytes("n,," + client.firstBare));
        assertFailed(
                exchange.respond(client.last(bytes(text(challenge)))), SaslFailure.NOT_AUTHORIZED);
    }

    @Test
    void changingTheSignedOfferOnTheWayIsNoticed() throws GeneralSecurityException {
        SaslExchange exchange = start();
        ScramClient client = juliet("n,,");
        String challenge = text(exchange.respond(client.first()));
        String changed = challenge.substring(0, challenge.indexOf(",h="));
        assertFailed(exchange.respond(client.last(bytes(changed))), SaslFailure.NOT_AUTHORIZED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n,,", "y,,"})
    void plusWithoutBindingIsMalformed(String header) throws GeneralSecurityException {
        assertFailed(juliet(header).login(startPlus()), SaslFailure.MALFORMED_REQUEST);
    }

    @Test
    void bindingWithoutPlusIsMalformed() throws GeneralSecurityException {
        SaslExchange exchange = server.start("SCRAM-SHA-256", SaslFixture.bound());
        ScramClient client = bound("p=tls-exporter,,", SaslFixture.EXPORTED);
        assertFailed(client.login(exchange), SaslFailure.MALFORMED_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls-unique", "TLS-EXPORTER", "tls-exporter.", "x"})
    void bindingOfAnotherTypeIsRefused(String type) throws GeneralSecurityException {
        ScramClient client = bound("p=" + type + ",,", SaslFixture.EXPORTED);
        assertFailed(client.login(startPlus()), SaslFailure.NOT_AUTHORIZED);
    }

    @Test
    void bindingTypeThatThisConnectionLacksIsRefused() throws GeneralSecurityException {
        SaslContext certificateOnly =
                new SaslContext(
                        SaslFixture.DOMAIN,
                        true,
                        Map.of(
                                ChannelBindingType.TLS_SERVER_END_POINT,
                                SaslFixture.CERTIFICATE_HASH),
                        SaslFixture.address("192.0.2.1"));
        ScramClient client = bound("p=tls-exporter,,", SaslFixture.EXPORTED);
        assertFailed(
                client.login(server.start("SCRAM-SHA-256-PLUS", certificateOnly)),
                SaslFailure.NOT_AUTHORIZED);
    }

    @Test
    void bindingToAnotherChannelIsRefused() throws GeneralSecurityException {
        byte[] otherChannel = SaslFixture.EXPORTED.clone();
        otherChannel[31] = 1;
        assertFailed(
                bound("p=tls-exporter,,", otherChannel).login(startPlus()),
                SaslFailure.NOT_AUTHORIZED);
        assertFailed(
                bound("p=tls-exporter,,", NONE).login(startPlus()), SaslFailure.NOT_AUTHORIZED);
        ScramClient mixed = bound("p=tls-exporter,,", SaslFixture.CERTIFICATE_HASH);
        assertFailed(mixed.login(startPlus()), SaslFailure.NOT_AUTHORIZED);
    }
}
