package dev.hermod.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.feature.Feature;
import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What passive extensions put into messages arrives as it was sent.
class ForwardingTest {
    private final TestServer server =
            TestServer.with(new Extensions().features().toArray(Feature[]::new));

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<composing xmlns='http://jabber.org/protocol/chatstates'/>",
                "<paused xmlns='http://jabber.org/protocol/chatstates'/><thread>t1</thread>",
                "<body>hi</body><active xmlns='http://jabber.org/protocol/chatstates'/>",
                "<body>hi</body><request xmlns='urn:xmpp:receipts'/>",
                "<received xmlns='urn:xmpp:receipts' id='m0'/>"
            })
    void chatStatesAndReceiptsPassUntouched(String payload) {
        TestClient juliet = server.login("juliet", "balcony");
        juliet.session().presence(Stanzas.presence(TestClient.parse("<presence/>")));
        TestClient romeo = server.login("romeo", "orchard");
        String message =
                "<message type='chat' id='m1' to='juliet@example.org/balcony'>"
                        + payload
                        + "</message>";
        romeo.send(message);
        FrozenElement received = juliet.next(stanza -> stanza.localName().equals("message"));
        List<FrozenElement> sent = TestClient.parse(message).childElements();
        assertThat(received.attr("from")).isEqualTo("romeo@example.org/orchard");
        assertThat(received.attr("type")).isEqualTo("chat");
        assertThat(received.attr("id")).isEqualTo("m1");
        assertThat(
                        received.withoutChildren(child ->
                                        child.is("stanza-id", "urn:xmpp:sid:0")
                                                || child.is("delay", "urn:xmpp:delay"))
                                .childElements())
                .isEqualTo(sent);
    }
}
