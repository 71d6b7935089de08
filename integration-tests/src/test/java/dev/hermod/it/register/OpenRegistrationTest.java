package dev.hermod.it.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.RawStream;
import dev.hermod.it.Sasl;
import dev.hermod.it.Spec;
import dev.hermod.it.StrictServer;
import dev.hermod.it.Xml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Spec("XEP-0077 3.1")
@ExtendWith(StrictServer.class)
class OpenRegistrationTest {
    private static final String REGISTER = "jabber:iq:register";

    private final HermodServer server;

    OpenRegistrationTest(HermodServer server) {
        this.server = server;
    }

    /// A secured stream from one of the loopback addresses: tries are counted by address.
    private RawStream secured(String source) {
        RawStream stream = RawStream.plainFrom(source, server);
        stream.open();
        stream.startTls();
        return stream;
    }

    private static Xml register(RawStream stream, String user, String password) {
        stream.send(
                "<iq type='set' id='r'><query xmlns='%s'><username>%s</username><password>%s</password></query></iq>"
                        .formatted(REGISTER, user, password));
        return stream.element();
    }

    @Test
    void registrationIsOfferedOnTlsAndTellsItsFields() {
        try (RawStream clear = RawStream.plainFrom("127.0.1.1", server);
                RawStream stream = secured("127.0.1.1")) {
            assertThat(clear.open().has("register", "http://jabber.org/features/iq-register"))
                    .isFalse();
            assertThat(stream.open().has("register", "http://jabber.org/features/iq-register"))
                    .isTrue();
            stream.send("<iq type='get' id='f'><query xmlns='" + REGISTER + "'/></iq>");
            Xml query = stream.element().child("query", REGISTER);
            assertThat(query.has("username", REGISTER)).isTrue();
            assertThat(query.has("password", REGISTER)).isTrue();
            assertThat(query.has("x", "jabber:x:data")).isTrue();
        }
    }

    @Test
    void registeredAccountLogsInOnTheSameStream() {
        Account account = new Account("fresh", HermodServer.DOMAIN, "open sesame");
        try (RawStream stream = secured("127.0.1.2")) {
            stream.open();
            assertThat(register(stream, "fresh", "open sesame").attr("type")).isEqualTo("result");
            assertThat(new Sasl(stream).scram("SHA-256", account).name()).isEqualTo("success");
        }
    }

    @Test
    void nameThatIsTakenIsConflictAndItsPasswordIsNotEchoed() {
        Account taken = server.account();
        try (RawStream stream = secured("127.0.1.3")) {
            stream.open();
            Xml refused = register(stream, taken.localpart(), "another password");
            assertThat(refused.condition()).isEqualTo("conflict");
            assertThat(refused.toString()).doesNotContain("another password");
        }
        try (RawClient client = RawClient.loginSecurely(server, taken)) {
            assertThat(client.jid()).startsWith(taken.jid());
        }
    }

    @Test
    void passwordThatIsTooShortIsNotAcceptable() {
        try (RawStream stream = secured("127.0.1.4")) {
            stream.open();
            assertThat(register(stream, "weak", "x").condition()).isEqualTo("not-acceptable");
        }
    }

    @Test
    void addressThatRegistersTooMuchHasToWait() {
        try (RawStream stream = secured("127.0.1.5")) {
            stream.open();
            for (int i = 0; i < StrictServer.REGISTRATIONS; i++) {
                assertThat(register(stream, "mass" + i, "a password").attr("type"))
                        .isEqualTo("result");
            }
            Xml refused = register(stream, "mass-more", "a password");
            assertThat(refused.attr("type")).isEqualTo("error");
            assertThat(refused.child("error").attr("type")).isEqualTo("wait");
        }
    }
}
