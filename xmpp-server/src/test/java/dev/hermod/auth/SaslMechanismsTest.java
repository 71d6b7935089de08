package dev.hermod.auth;

import static dev.hermod.auth.SaslAssertions.assertFailed;
import static dev.hermod.auth.SaslAssertions.assertIn;
import static dev.hermod.auth.SaslAssertions.bytes;
import static dev.hermod.auth.SaslAssertions.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SaslMechanismsTest {
    private final SaslFixture server = new SaslFixture();

    @Test
    void offersAreStrongestFirstAndFitTheConnection() {
        SaslMechanisms mechanisms = server.mechanisms();
        assertThat(mechanisms.offered(SaslFixture.plainText()))
                .containsExactly("SCRAM-SHA-256", "SCRAM-SHA-1");
        assertThat(mechanisms.offered(SaslFixture.tls()))
                .containsExactly("SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN");
        assertThat(mechanisms.offered(SaslFixture.bound()))
                .containsExactly(
                        "SCRAM-SHA-256-PLUS",
                        "SCRAM-SHA-1-PLUS",
                        "SCRAM-SHA-256",
                        "SCRAM-SHA-1",
                        "PLAIN");
    }

    @Test
    void bindingTypesAreOfferedOnlyWithMechanismsThatUseThem() {
        assertThat(server.mechanisms().offer(SaslFixture.bound()).bindings())
                .containsExactly(
                        ChannelBindingType.TLS_EXPORTER, ChannelBindingType.TLS_SERVER_END_POINT);
        assertThat(server.mechanisms().offer(SaslFixture.tls()).bindings()).isEmpty();
        assertThat(
                        new SaslMechanisms(List.of(new Greeting()))
                                .offer(SaslFixture.bound())
                                .bindings())
                .isEmpty();
    }

    @Test
    void plainCanBeTurnedOff() {
        server.settings = new SaslSettings(List.of(ScramHash.SHA_512), 4096, false, true);
        assertThat(server.mechanisms().offered(SaslFixture.tls())).containsExactly("SCRAM-SHA-512");
        assertFailed(
                server.start("PLAIN", SaslFixture.tls()).respond(bytes("\0a\0b")),
                SaslFailure.INVALID_MECHANISM);
    }

    @Test
    void mechanismsThatWereNotOfferedFail() {
        assertFailed(
                server.start("scram-sha-1", SaslFixture.tls()).begin(),
                SaslFailure.INVALID_MECHANISM);
        assertFailed(
                server.start("SCRAM-SHA-512", SaslFixture.tls()).begin(),
                SaslFailure.INVALID_MECHANISM);
        assertFailed(
                server.start("SCRAM-SHA-1-PLUS", SaslFixture.tls()).begin(),
                SaslFailure.INVALID_MECHANISM);
        assertFailed(
                server.start("SCRAM-SHA-1-PLUS", SaslFixture.plainText()).begin(),
                SaslFailure.ENCRYPTION_REQUIRED);
    }

    @Test
    void streamThatOfferedLessIsHeldToItAndSignsIt() {
        SaslOffer less = new SaslOffer(List.of("SCRAM-SHA-1"), List.of());
        SaslMechanisms mechanisms = server.mechanisms();
        assertFailed(
                mechanisms.start("PLAIN", SaslFixture.tls(), less).begin(),
                SaslFailure.INVALID_MECHANISM);
        String challenge =
                text(
                        mechanisms
                                .start("SCRAM-SHA-1", SaslFixture.tls(), less)
                                .respond(bytes("n,,n=a,r=b")));
        assertThat(challenge).endsWith(",h=" + DowngradeHash.of(less, ScramHash.SHA_1));
    }

    @Test
    void offerIsSignedWithoutTheSecondListWhereNoBindingsAreOffered() {
        SaslOffer offer = new SaslOffer(List.of("SCRAM-SHA-1", "PLAIN"), List.of());
        String expected =
                SaslData.encode(
                        ScramCrypto.digest(ScramHash.SHA_256, bytes("PLAIN\u001eSCRAM-SHA-1")));
        assertThat(DowngradeHash.of(offer, ScramHash.SHA_256)).isEqualTo(expected);
    }

    @Test
    void otherMechanismsSlotIn() {
        SaslMechanisms mechanisms = new SaslMechanisms(List.of(new Greeting()));
        assertIn(mechanisms.start("GREETING", SaslFixture.tls()).respond(bytes("romeo")), "romeo");
    }

    private record Greeting() implements SaslMechanism {
        @Override
        public String name() {
            return "GREETING";
        }

        @Override
        public boolean offered(SaslContext context) {
            return true;
        }

        @Override
        public SaslExchange start(SaslContext context, SaslOffer offer) {
            return data ->
                    new SaslOutcome.Success(text(new SaslOutcome.Challenge(data)), new byte[0]);
        }
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SaslSettings(List.of(), 4096, true, true));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SaslSettings(List.of(ScramHash.SHA_1), 4095, true, true));
    }

    @Test
    void conditionsHaveTheNamesOfRfc6120() {
        assertThat(SaslFailure.TEMPORARY_AUTH_FAILURE.wireName())
                .isEqualTo("temporary-auth-failure");
        assertThat(SaslFailure.ABORTED.wireName()).isEqualTo("aborted");
    }

    @Test
    void elementTextIsCanonicalBase64() {
        assertThat(SaslData.decode("=")).hasValue(new byte[0]);
        assertThat(SaslData.decode("")).hasValue(new byte[0]);
        assertThat(SaslData.decode("AAE=")).hasValue(new byte[] {0, 1});
        for (String wrong :
                List.of(
                        "AAE",
                        "AAF=",
                        "AA E=",
                        "AAE=\n",
                        "==",
                        "A",
                        "AAE==",
                        "AAE-",
                        "\u00e9AAA")) {
            assertThat(SaslData.decode(wrong)).as(wrong).isEmpty();
        }
        assertThat(SaslData.encode(new byte[0])).isEqualTo("=");
        assertThat(SaslData.encode(new byte[] {0, 1})).isEqualTo("AAE=");
    }
}
