package dev.hermod.auth;

import static dev.hermod.auth.SaslAssertions.assertIn;
import static dev.hermod.auth.SaslAssertions.bytes;
import static dev.hermod.auth.SaslAssertions.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScramVectorsTest {
    private final SaslFixture server = new SaslFixture();

    private void account(ScramHash hash, String salt) {
        ScramVerifier verifier =
                ScramVerifier.derive("pencil", hash, 4096, Base64.getDecoder().decode(salt));
        server.accounts.put("user", new Credentials(List.of(verifier), false));
        server.settings = new SaslSettings(List.of(hash), 4096, false, false);
    }

    @Test
    void exampleOfRfc5802IsPlayedByteForByte() {
        account(ScramHash.SHA_1, "QSXCR+Q6sek8bf92");
        SaslExchange exchange = server.start("SCRAM-SHA-1", SaslFixture.tls());
        SaslOutcome challenge = exchange.respond(bytes("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL"));
        assertThat(text(challenge))
                .isEqualTo(
                        "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096");
        SaslOutcome success =
                exchange.respond(
                        bytes(
                                "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,"
                                        + "p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts="));
        assertIn(success, "user");
        assertThat(text(success)).isEqualTo("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=");
    }

    @Test
    void exampleOfRfc7677IsPlayedByteForByte() {
        account(ScramHash.SHA_256, "W22ZaJ0SNY7soEsUEjb6gQ==");
        server.serverNonce = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        SaslExchange exchange = server.start("SCRAM-SHA-256", SaslFixture.tls());
        SaslOutcome challenge = exchange.respond(bytes("n,,n=user,r=rOprNGfwEbeRWgbNEkqO"));
        assertThat(text(challenge))
                .isEqualTo(
                        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
        SaslOutcome success =
                exchange.respond(
                        bytes(
                                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                                        + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="));
        assertIn(success, "user");
        assertThat(text(success)).isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    /// Has the offer signed, a channel binding and an extension from the client (version 0.5.0).
    /// follow from it.
    @Test
    void exampleOfXep0474IsPlayedByteForByte() {
        account(ScramHash.SHA_1, "QSXCR+Q6sek8bf92");
        server.settings = new SaslSettings(List.of(ScramHash.SHA_1), 4096, false, true);
        server.serverNonce = "a09117a6-ac50-4f2f-93f1-93799c2bddf6";
        SaslContext context =
                new SaslContext(
                        SaslFixture.DOMAIN,
                        true,
                        Map.of(
                                ChannelBindingType.TLS_EXPORTER,
                                bytes("THIS IS FAKE CB DATA"),
                                ChannelBindingType.TLS_SERVER_END_POINT,
                                bytes("other")),
                        SaslFixture.address("192.0.2.1"));
        SaslExchange exchange = server.start("SCRAM-SHA-1-PLUS", context);
        SaslOutcome challenge =
                exchange.respond(
                        bytes("p=tls-exporter,,n=user,r=12C4CD5C-E38E-4A98-8F6D-15C38F51CCC6"));
        assertThat(text(challenge))
                .isEqualTo(
                        "r=12C4CD5C-E38E-4A98-8F6D-15C38F51CCC6a09117a6-ac50-4f2f-93f1-93799c2bddf6,"
                                + "s=QSXCR+Q6sek8bf92,i=4096,h=G6k/rBLDqgOhRRaCuuatSDFkJ08=");
        SaslOutcome success =
                exchange.respond(
                        bytes(
                                "c=cD10bHMtZXhwb3J0ZXIsLFRISVMgSVMgRkFLRSBDQiBEQVRB,"
                                        + "r=12C4CD5C-E38E-4A98-8F6D-15C38F51CCC6a09117a6-ac50-4f2f-93f1-93799c2bddf6,"
                                        + "x=19C6532F-1CF4-4A27-A18D-DC9CEA41BBB3,p=M/SIDjT+dfcxUh89jZEypRvFxB4="));
        assertThat(text(success)).isEqualTo("v=MQrMPvv7yv4x4Cq4W4Ih25EqS2c=");
    }
}
