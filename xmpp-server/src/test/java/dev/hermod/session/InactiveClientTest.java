package dev.hermod.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.Packet;

class InactiveClientTest {
    private final InactiveClient client = new InactiveClient();

    private static Packet stanza(String xml) {
        return Stanzas.stanza(TestClient.parse(xml));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message type='chat'><body>hello</body></message>",
                "<message type='groupchat'><body>hello</body></message>",
                "<message><received xmlns='urn:xmpp:receipts' id='1'/></message>",
                "<message type='error'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>",
                "<message/>",
                "<presence type='subscribe' from='a@b'/>",
                "<presence type='error' from='a@b'/>",
                "<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>"
            })
    void whatSomebodyWaitsForIsNotKept(String xml) {
        assertThat(client.keeps(stanza(xml))).isFalse();
    }

    @Test
    void latestPresenceOfAnAddressReplacesTheOneBefore() {
        client.keeps(stanza("<presence from='a@b/1'/>"));
        client.keeps(stanza("<presence from='c@d/1'/>"));
        client.keeps(stanza("<presence from='a@b/1' type='unavailable'/>"));
        assertThat(client.drain())
                .extracting(kept ->
                        kept.getFrom().toString() + " " + kept.getElement().attributeValue("type"))
                .containsExactly("c@d/1 null", "a@b/1 unavailable");
        assertThat(client.drain()).isEmpty();
    }

    @Test
    void eventsAreAllKept() {
        String event =
                "<message type='headline' from='a@b'><event xmlns='http://jabber.org/protocol/pubsub#event'/></message>";
        assertThat(client.keeps(stanza(event))).isTrue();
        assertThat(client.keeps(stanza(event))).isTrue();
        assertThat(client.drain()).hasSize(2);
    }

    @Test
    void noMoreThanABoundIsKept() {
        int kept = 0;
        while (client.keeps(stanza("<presence from='a@b/" + kept + "'/>"))) {
            kept++;
        }
        assertThat(kept).isEqualTo(500);
    }
}
