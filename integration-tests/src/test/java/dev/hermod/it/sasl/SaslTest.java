package dev.hermod.it.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.RawStream;
import dev.hermod.it.Sasl;
import dev.hermod.it.Scram;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.TlsClient;
import dev.hermod.it.Xml;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedServer.class)
class SaslTest {
    private static final byte[] UNBOUND = {};

    private final HermodServer server;

    SaslTest(HermodServer server) {
        this.server = server;
    }

    private static List<String> mechanisms(Xml features) {
        return features.child("mechanisms", Sasl.NAMESPACE).children().stream()
                .map(Xml::text)
                .toList();
    }

    private static String failure(Xml answer) {
        assertThat(answer.name()).isEqualTo("failure");
        return answer.children().getFirst().name();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-1", "SHA-256"})
    @Spec("RFC 5802")
    void scramLogsIn(String hash) {
        try (RawStream stream = RawStream.plain(server)) {
            assertThat(mechanisms(stream.open())).contains("SCRAM-" + hash);
            assertThat(new Sasl(stream).scram(hash, server.account()).name()).isEqualTo("success");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SHA-1, tls-exporter, TLSv1.3",
        "SHA-256, tls-exporter, TLSv1.3",
        "SHA-1, tls-server-end-point, TLSv1.3",
        "SHA-256, tls-server-end-point, TLSv1.3",
        "SHA-256, tls-server-end-point, TLSv1.2",
    })
    @Spec("RFC 9266, RFC 5929 4")
    void scramBoundToTheChannelLogsIn(String hash, String binding, String version) {
        TlsClient tls = TlsClient.trusting().version(version);
        try (RawStream stream = RawStream.tls(server, tls)) {
            assertThat(mechanisms(stream.open())).contains("SCRAM-" + hash + "-PLUS");
            Xml end = new Sasl(stream).scramPlus(hash, server.account(), binding);
            assertThat(end.name()).isEqualTo("success");
        }
    }

    @Test
    @Spec("XEP-0440 3")
    void channelBindingsOfTls13AreAnnounced() {
        try (RawStream stream = RawStream.tls(server)) {
            List<String> types =
                    stream
                            .open()
                            .child("sasl-channel-binding", "urn:xmpp:sasl-cb:0")
                            .children()
                            .stream()
                            .map(type -> type.attr("type"))
                            .toList();
            assertThat(types).contains("tls-exporter", "tls-server-end-point");
        }
    }

    @Test
    @Spec("RFC 5802 6")
    void wrongChannelBindingIsRefused() {
        Account account = server.account();
        Scram scram =
                new Scram(
                        "SHA-256",
                        account.localpart(),
                        account.password(),
                        "p=tls-exporter,,",
                        new byte[32]);
        try (RawStream stream = RawStream.tls(server)) {
            stream.open();
            assertThat(failure(new Sasl(stream).scram("SCRAM-SHA-256-PLUS", scram)))
                    .isEqualTo("not-authorized");
        }
    }

    @Test
    @Spec("RFC 5802 6")
    void clientThatWasToldOfNoChannelBindingIsRefusedWhereThereIsOne() {
        Account account = server.account();
        Scram scram = new Scram("SHA-256", account.localpart(), account.password(), "y,,", UNBOUND);
        try (RawStream stream = RawStream.tls(server)) {
            stream.open();
            assertThat(failure(new Sasl(stream).scram("SCRAM-SHA-256", scram)))
                    .isEqualTo("not-authorized");
        }
    }

    @Test
    void channelBindingIsNotOfferedWithoutTls() {
        try (RawStream stream = RawStream.plain(server)) {
            Xml features = stream.open();
            assertThat(mechanisms(features)).noneMatch(name -> name.endsWith("-PLUS"));
            assertThat(features.has("sasl-channel-binding", "urn:xmpp:sasl-cb:0")).isFalse();
        }
    }

    @Test
    @Spec("RFC 6120 13.8.2")
    void plainIsOfferedOnTlsOnly() {
        Account account = server.account();
        try (RawStream stream = RawStream.plain(server);
                RawStream secure = RawStream.tls(server)) {
            assertThat(mechanisms(stream.open())).doesNotContain("PLAIN");
            Xml refused = new Sasl(stream).plain(account.localpart(), account.password());
            assertThat(failure(refused))
                    .isIn("invalid-mechanism", "encryption-required", "mechanism-too-weak");
            assertThat(mechanisms(secure.open())).contains("PLAIN");
            assertThat(new Sasl(secure).plain(account.localpart(), account.password()).name())
                    .isEqualTo("success");
        }
    }

    @Test
    @Spec("RFC 6120 6.5.10")
    void wrongPasswordAndUnknownUserLookAlike() {
        Account real = server.account();
        Account wrong = new Account(real.localpart(), real.domain(), "not it");
        Account unknown = new Account("nobody-at-all", real.domain(), "not it");
        assertThat(scramAttempt(wrong))
                .isEqualTo(scramAttempt(unknown))
                .isEqualTo("not-authorized");
        assertThat(plainAttempt(wrong))
                .isEqualTo(plainAttempt(unknown))
                .isEqualTo("not-authorized");
    }

    private String scramAttempt(Account account) {
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            return failure(new Sasl(stream).scram("SHA-256", account));
        }
    }

    private String plainAttempt(Account account) {
        try (RawStream stream = RawStream.tls(server)) {
            stream.open();
            return failure(new Sasl(stream).plain(account.localpart(), account.password()));
        }
    }

    @Test
    @Spec("RFC 5802 5.1")
    void saltOfAnUnknownUserStaysTheSame() {
        assertThat(salt("nobody-with-salt")).isEqualTo(salt("nobody-with-salt"));
    }

    private String salt(String user) {
        Scram scram = new Scram("SHA-256", user, "x", "n,,", UNBOUND);
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            Xml challenge = new Sasl(stream).auth("SCRAM-SHA-256", scram.first());
            String text =
                    new String(
                            java.util.Base64.getDecoder().decode(challenge.text()),
                            java.nio.charset.StandardCharsets.UTF_8);
            return text.substring(text.indexOf(",s="));
        }
    }

    @Test
    @Spec("RFC 6120 6.5.6")
    void anotherAuthorizationIdentityIsRefused() {
        Account account = server.account();
        String gs2 = "n,a=somebody-else@localhost,";
        Scram scram = new Scram("SHA-256", account.localpart(), account.password(), gs2, UNBOUND);
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            assertThat(failure(new Sasl(stream).scram("SCRAM-SHA-256", scram)))
                    .isEqualTo("invalid-authzid");
        }
    }

    @Test
    @Spec("RFC 6120 6.3.8")
    void ownAuthorizationIdentityIsTaken() {
        Account account = server.account();
        String gs2 = "n,a=" + account.jid() + ",";
        Scram scram = new Scram("SHA-256", account.localpart(), account.password(), gs2, UNBOUND);
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            assertThat(new Sasl(stream).scram("SCRAM-SHA-256", scram).name()).isEqualTo("success");
        }
    }

    @Test
    @Spec("RFC 6120 6.5.1")
    void abortedLoginCanBeBegunAgain() {
        Account account = server.account();
        Scram scram = new Scram("SHA-256", account.localpart(), account.password(), "n,,", UNBOUND);
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            Sasl sasl = new Sasl(stream);
            assertThat(sasl.auth("SCRAM-SHA-256", scram.first()).name()).isEqualTo("challenge");
            stream.send("<abort xmlns='" + Sasl.NAMESPACE + "'/>");
            assertThat(failure(stream.element())).isEqualTo("aborted");
            assertThat(sasl.scram("SHA-256", account).name()).isEqualTo("success");
        }
    }

    @Test
    @Spec("RFC 6120 6.5.7")
    void unknownMechanismIsInvalidMechanism() {
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            assertThat(failure(new Sasl(stream).auth("ROT13", "x"))).isEqualTo("invalid-mechanism");
        }
    }

    @Test
    @Spec("RFC 6120 6.5.5")
    void brokenBase64IsIncorrectEncoding() {
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            stream.send(
                    "<auth xmlns='%s' mechanism='SCRAM-SHA-256'>!!!</auth>"
                            .formatted(Sasl.NAMESPACE));
            assertThat(failure(stream.element())).isEqualTo("incorrect-encoding");
        }
    }

    @Test
    @Spec("RFC 6120 6.5.8")
    void messageThatIsNoScramIsMalformedRequest() {
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            assertThat(failure(new Sasl(stream).auth("SCRAM-SHA-256", "n,,nonsense")))
                    .isEqualTo("malformed-request");
        }
    }

    @Test
    void manyWrongPasswordsMakeFurtherAttemptsWait() {
        Account account = server.account();
        Account wrong = new Account(account.localpart(), account.domain(), "not it");
        List<String> answers =
                java.util.stream.Stream.generate(() -> scramAttempt(wrong)).limit(12).toList();
        assertThat(answers).startsWith("not-authorized").contains("temporary-auth-failure");
    }

    @Test
    @Spec("RFC 6120 6.5.2")
    void disabledAccountCannotLogInAndItsSessionsEnd() {
        Account account = server.account();
        try (RawClient session = RawClient.login(server, account)) {
            server.command().ok("", "account", "disable", account.jid());
            session.stream().error();
            assertThat(scramAttempt(account)).isIn("account-disabled", "not-authorized");
            assertThat(scramAttempt(new Account(account.localpart(), account.domain(), "not it")))
                    .isEqualTo("not-authorized");
            server.command().ok("", "account", "enable", account.jid());
        }
        try (RawClient again = RawClient.login(server, account)) {
            assertThat(again.jid()).startsWith(account.jid());
        }
    }

    @Test
    void accountAddedWhileTheServerRunsCanLogIn() {
        Account account = new Account("newcomer", HermodServer.DOMAIN, "a new password");
        server.command()
                .ok(account.password() + "\n", "account", "add", account.jid(), "--password-stdin");
        try (RawClient client = RawClient.login(server, account)) {
            assertThat(client.jid()).startsWith("newcomer@localhost/");
        }
    }
}
