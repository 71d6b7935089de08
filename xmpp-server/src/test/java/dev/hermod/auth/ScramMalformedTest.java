package dev.hermod.auth;

import static dev.hermod.auth.SaslAssertions.assertFailed;
import static dev.hermod.auth.SaslAssertions.bytes;
import static dev.hermod.auth.SaslAssertions.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramMalformedTest {
    private static final String WHOLE_NONCE = "fyko+d2lbbFgONRv9qkxdawL" + SaslFixture.SERVER_NONCE;
    private static final String PROOF = ",p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private final SaslFixture server =
            new SaslFixture().account("juliet", "r0m30", ScramHash.SHA_256);

    private SaslExchange start() {
        return server.start("SCRAM-SHA-256", SaslFixture.tls());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n",
                "n,",
                "n,,",
                ",,n=juliet,r=abc",
                "x,,n=juliet,r=abc",
                "nn,,n=juliet,r=abc",
                "N,,n=juliet,r=abc",
                "p,,n=juliet,r=abc",
                "p=,,n=juliet,r=abc",
                "p=tls exporter,,n=juliet,r=abc",
                "n,juliet@example.org,n=juliet,r=abc",
                "n,a=,n=juliet,r=abc",
                "n,a=ju=liet@example.org,n=juliet,r=abc",
                "n,,n=juliet",
                "n,,r=abc,n=juliet",
                "n,,n=,r=abc",
                "n,,n=juliet,r=",
                "n,,n=ju=liet,r=abc",
                "n,,n=ju=2cliet,r=abc",
                "n,,n=juliet=,r=abc",
                "n,,n=juliet=2,r=abc",
                "n,,n=juliet,r=a c",
                "n,,n=juliet,r=a\u00e9c",
                "n,,n=juliet,r=a\u007fc",
                "n,,n=juliet\0,r=abc",
                "n,,m=1,n=juliet,r=abc",
                "n,,n=juliet,m=1,r=abc",
                "n,,n=juliet,r=abc,m=1",
                "n,,n=juliet,r=abc,",
                "n,,n=juliet,r=abc,x",
                "n,,n=juliet,r=abc,x=",
                "n,,n=juliet,r=abc,1=x",
                "n,,n=juliet,r=abc,,x=y"
            })
    void firstMessageIsReadStrictly(String message) {
        SaslExchange exchange = start();
        assertFailed(exchange.respond(bytes(message)), SaslFailure.MALFORMED_REQUEST);
        assertFailed(exchange.respond(bytes("n,,n=juliet,r=abc")), SaslFailure.MALFORMED_REQUEST);
    }

    @Test
    void invalidUtf8IsMalformed() {
        byte[] message = bytes("n,,n=juliet,r=abc");
        message[6] = (byte) 0xff;
        assertFailed(start().respond(message), SaslFailure.MALFORMED_REQUEST);
    }

    @Test
    void overlongMessagesAreMalformed() {
        String name = "n,,n=" + "a".repeat(ScramSyntax.LONGEST_MESSAGE) + ",r=abc";
        assertFailed(start().respond(bytes(name)), SaslFailure.MALFORMED_REQUEST);
        String nonce = "n,,n=juliet,r=" + "a".repeat(ScramSyntax.LONGEST_NONCE);
        assertFailed(start().respond(bytes(nonce)), SaslFailure.MALFORMED_REQUEST);
    }

    @ParameterizedTest
    @MethodSource("lastMessages")
    void lastMessageIsReadStrictly(String message) {
        SaslExchange exchange = start();
        assertThat(exchange.respond(bytes("n,,n=juliet,r=fyko+d2lbbFgONRv9qkxdawL")))
                .isInstanceOf(SaslOutcome.Challenge.class);
        assertFailed(exchange.respond(bytes(message)), SaslFailure.MALFORMED_REQUEST);
    }

    static Stream<String> lastMessages() {
        String sound = "c=biws,r=" + WHOLE_NONCE;
        return Stream.of(
                "",
                ",",
                sound,
                sound + ",p=",
                sound + ",p=AAA",
                sound + ",p=AAB=",
                sound + ",p=A A=",
                sound + ",q=AAA=",
                sound + PROOF + ",x=y",
                sound + ",m=1" + PROOF,
                sound + "," + PROOF,
                sound + ",x" + PROOF,
                "r=" + WHOLE_NONCE + ",c=biws" + PROOF,
                "c=biws" + PROOF,
                "c=,r=" + WHOLE_NONCE + PROOF,
                "c=biw,r=" + WHOLE_NONCE + PROOF,
                "c=biws,r=" + WHOLE_NONCE + "x" + PROOF,
                "c=biws,r=" + WHOLE_NONCE.substring(1) + PROOF,
                "c=biws,r=fyko+d2lbbFgONRv9qkxdawL" + PROOF,
                "c=biws,r=" + PROOF);
    }

    @ParameterizedTest
    @MethodSource("wrongProofs")
    void proofOfAnotherLengthOrValueIsNotAuthorized(UnaryOperator<String> change)
            throws GeneralSecurityException {
        SaslExchange exchange = start();
        ScramClient client = new ScramClient("256", "n,,", new byte[0], "juliet", "r0m30");
        String last = new String(client.last(bytes(text(exchange.respond(client.first())))), UTF_8);
        String changed = change.apply(last);
        assertThat(changed).isNotEqualTo(last);
        assertFailed(exchange.respond(bytes(changed)), SaslFailure.NOT_AUTHORIZED);
    }

    static Stream<UnaryOperator<String>> wrongProofs() {
        return Stream.of(
                last -> last.replaceFirst(",p=.*", ",p=AAAA"),
                last -> last.replaceFirst(",p=.*", PROOF),
                last -> last.replaceFirst("c=biws", "c=eSws"),
                last -> last.replaceFirst("c=biws", "c=biwsAAAA"),
                last -> last.replaceFirst(",p=", ",x=y,p="));
    }
}
