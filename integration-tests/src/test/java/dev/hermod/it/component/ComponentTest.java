package dev.hermod.it.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.RawComponent;
import dev.hermod.it.RawStream;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Spec("XEP-0114 3")
@ExtendWith(SharedServer.class)
class ComponentTest {
    private static final String RAW = "raw.localhost";
    private static final String GATEWAY = "gateway.example";
    private static final String ABSENT = "absent.localhost";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HermodServer server;

    ComponentTest(HermodServer server) {
        this.server = server;
    }

    private RawComponent connect(String domain) {
        return RawComponent.connect(
                server, domain, Objects.requireNonNull(SharedServer.COMPONENTS.get(domain)));
    }

    private String errorAfter(String sent) {
        try (RawComponent component = RawComponent.accepted(server, RAW)) {
            return component.send(sent).stream().error();
        }
    }

    private String errorWhenConnected(String sent) {
        try (RawComponent component = connect(RAW)) {
            return component.send(sent).stream().error();
        }
    }

    private List<String> items(RawClient client) {
        return client
                .iq("get", "localhost", "<query xmlns='" + ITEMS + "'/>")
                .child("query", ITEMS)
                .children()
                .stream()
                .map(item -> item.attr("jid"))
                .toList();
    }

    @Test
    void listenerStandsInTheStatus() {
        assertThat(server.command().ok("", "status")).contains("component");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere.example", "localhost", ""})
    void domainOfNoComponentIsHostUnknown(String domain) {
        assertThat(errorAfter(RawComponent.header(domain))).isEqualTo("host-unknown");
    }

    @Test
    void streamOfAClientIsInvalidNamespace() {
        assertThat(errorAfter(RawStream.header(RAW))).isEqualTo("invalid-namespace");
    }

    @Test
    void headerWithoutADomainIsImproperAddressing() {
        assertThat(errorAfter(RawComponent.header(RAW).replace("to='" + RAW + "'", "")))
                .isEqualTo("improper-addressing");
    }

    @Test
    void wrongSecretIsNotAuthorized() {
        try (RawComponent component = RawComponent.accepted(server, RAW)) {
            component.handshake(component.open(), "another secret");
            assertThat(component.stream().error()).isEqualTo("not-authorized");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message from='raw.localhost' to='user0@localhost'><body>x</body></message>",
                "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
            })
    void whatComesBeforeTheHandshakeIsNotAuthorized(String element) {
        assertThat(errorAfter(RawComponent.header(RAW) + element)).isEqualTo("not-authorized");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user0@localhost",
                "localhost",
                "gateway.example",
                "x.raw.localhost",
                "localhost/raw.localhost",
            })
    void stanzaInTheNameOfAnotherIsInvalidFrom(String from) {
        assertThat(
                        errorWhenConnected(
                                "<message from='%s' to='user0@localhost'><body>x</body></message>"
                                        .formatted(from)))
                .isEqualTo("invalid-from");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message from='raw.localhost'/>",
                "<message to='user0@localhost'/>",
                "<presence from='' to='user0@localhost'/>",
            })
    void stanzaWithoutBothAddressesIsImproperAddressing(String stanza) {
        assertThat(errorWhenConnected(stanza)).isEqualTo("improper-addressing");
    }

    @Test
    void brokenXmlIsNotWellFormed() {
        assertThat(errorWhenConnected("<message></presence>")).isEqualTo("not-well-formed");
    }

    @Test
    void stanzaThatIsTooLargeIsPolicyViolation() {
        assertThat(
                        errorWhenConnected(
                                "<message from='raw.localhost' to='user0@localhost'><body>"
                                        + "x".repeat(300_000)))
                .isEqualTo("policy-violation");
    }

    @Test
    void clientAndComponentTalk() {
        try (RawComponent component = connect(RAW);
                RawClient client = server.client()) {
            client.message("bot@raw.localhost", "chat", "hello");
            Xml heard = component.stanza();
            assertThat(heard.body()).isEqualTo("hello");
            assertThat(heard.attr("from")).isEqualTo(client.jid());
            component.send(
                    "<message type='chat' from='bot@raw.localhost/x' to='%s'><body>hello back</body></message>"
                            .formatted(client.jid()));
            Xml answer = client.message();
            assertThat(answer.body()).isEqualTo("hello back");
            assertThat(answer.attr("from")).isEqualTo("bot@raw.localhost/x");
            String id = client.request("get", RAW, "<query xmlns='urn:test'/>");
            assertThat(component.stanza().attr("id")).isEqualTo(id);
            component.send(
                    "<iq type='result' id='%s' from='raw.localhost' to='%s'/>"
                            .formatted(id, client.jid()));
            assertThat(client.stanza("iq").attr("type")).isEqualTo("result");
            component.send(
                    "<iq type='get' id='p' from='raw.localhost' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>");
            assertThat(component.stanza().attr("type")).isEqualTo("result");
        }
    }

    @Test
    void messageOfAComponentIsKeptForAnAccountThatIsAway() {
        Account away = server.account();
        try (RawComponent component = connect(RAW)) {
            component.send(
                    "<message type='chat' from='bot@raw.localhost' to='%s'><body>later</body></message>"
                            .formatted(away.jid()));
            // What is answered behind it was handled behind it.
            component.send(
                    "<iq type='get' id='p' from='bot@raw.localhost' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>");
            assertThat(component.stanza().attr("id")).isEqualTo("p");
        }
        try (RawClient client = RawClient.login(server, away).available()) {
            Xml message = client.message();
            assertThat(message.body()).isEqualTo("later");
            assertThat(message.attr("from")).isEqualTo("bot@raw.localhost");
        }
    }

    @Test
    @Spec("RFC 6120 8.3.3.17")
    void absentComponentIsAnErrorAndPresenceToItIsDropped() {
        try (RawClient client = server.client()) {
            client.send("<presence to='" + ABSENT + "'/>");
            client.message(ABSENT, "chat", "x");
            Xml error = client.stanza("message");
            assertThat(error.condition()).isEqualTo("remote-server-timeout");
            assertThat(error.child("error").attr("type")).isEqualTo("wait");
            assertThat(client.iq("get", ABSENT, "<query xmlns='urn:test'/>").condition())
                    .isEqualTo("remote-server-timeout");
            assertThat(client.sync()).isEmpty();
        }
    }

    @Test
    void componentIsListedWhileItIsConnectedWhateverItsName() {
        try (RawClient client = server.client()) {
            try (RawComponent raw = connect(RAW);
                    RawComponent gateway = connect(GATEWAY)) {
                assertThat(items(client)).contains(RAW, GATEWAY).doesNotContain(ABSENT);
                gateway.stream().send("</stream:stream>").closed();
                assertThat(items(client)).contains(RAW).doesNotContain(GATEWAY);
                raw.stream().reset();
            }
            await().atMost(PATIENCE).until(() -> !items(client).contains(RAW));
            try (RawComponent again = connect(RAW)) {
                client.message(RAW, "chat", "welcome back");
                assertThat(again.stanza().body()).isEqualTo("welcome back");
            }
        }
    }

    @Test
    void componentsTalkToEachOther() {
        try (RawComponent raw = connect(RAW);
                RawComponent gateway = connect(GATEWAY)) {
            raw.send("<message from='a@raw.localhost' to='b@gateway.example' id='1'/>");
            assertThat(gateway.stanza().attr("from")).isEqualTo("a@raw.localhost");
        }
    }
}
