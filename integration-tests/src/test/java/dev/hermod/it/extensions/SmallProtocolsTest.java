package dev.hermod.it.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class SmallProtocolsTest {
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";

    private final HermodServer server;

    SmallProtocolsTest(HermodServer server) {
        this.server = server;
    }

    private static List<String> features(Xml answer) {
        return answer.child("query", INFO).children().stream()
                .filter(child -> child.is("feature", INFO))
                .map(child -> child.attr("var"))
                .toList();
    }

    @Test
    @Spec("XEP-0030 3.1")
    void serverTellsWhatItIsAndCan() {
        try (RawClient client = server.client()) {
            Xml answer = client.iq("get", "localhost", "<query xmlns='" + INFO + "'/>");
            assertThat(answer.child("query").children())
                    .anyMatch(child ->
                            child.attr("category").equals("server")
                                    && child.attr("type").equals("im"));
            assertThat(features(answer))
                    .contains(INFO, ITEMS, "urn:xmpp:ping", "jabber:iq:version", "urn:xmpp:time")
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    @Spec("XEP-0030 3.1")
    void ownAccountTellsWhatItIs() {
        try (RawClient client = server.client()) {
            Xml answer = client.iq("get", client.bare(), "<query xmlns='" + INFO + "'/>");
            assertThat(answer.child("query").children())
                    .anyMatch(child -> child.attr("category").equals("account"));
        }
    }

    @Test
    @Spec("XEP-0030 8")
    void accountOfAStrangerLooksLikeNoAccount() {
        try (RawClient client = server.client();
                RawClient stranger = server.client().available()) {
            String query = "<query xmlns='" + INFO + "'/>";
            Xml real = client.iq("get", stranger.bare(), query);
            Xml none = client.iq("get", "no-such-user@localhost", query);
            assertThat(real.condition()).isEqualTo(none.condition()).isNotEmpty();
        }
    }

    @Test
    @Spec("XEP-0030 4.1")
    void serverListsItsItems() {
        try (RawClient client = server.client()) {
            Xml answer = client.iq("get", "localhost", "<query xmlns='" + ITEMS + "'/>");
            assertThat(answer.attr("type")).isEqualTo("result");
            assertThat(answer.has("query", ITEMS)).isTrue();
        }
    }

    @Test
    @Spec("XEP-0115 6.3")
    void featuresCarryTheServersCapabilities() {
        try (RawClient client =
                RawClient.authenticated(dev.hermod.it.RawStream.plain(server), server.account())) {
            client.bind("");
            Xml info = client.iq("get", "localhost", "<query xmlns='" + INFO + "'/>");
            assertThat(features(info)).contains("http://jabber.org/protocol/caps");
        }
    }

    @Test
    @Spec("XEP-0199 4.2")
    void pingIsAnsweredByServerAndAccount() {
        try (RawClient client = server.client()) {
            String ping = "<ping xmlns='urn:xmpp:ping'/>";
            assertThat(client.iq("get", "localhost", ping).attr("type")).isEqualTo("result");
            assertThat(client.iq("get", "", ping).attr("type")).isEqualTo("result");
            assertThat(client.iq("get", client.bare(), ping).attr("type")).isEqualTo("result");
        }
    }

    @Test
    @Spec("XEP-0199 4.4")
    void pingBetweenClientsIsAnsweredByTheClient() {
        try (RawClient client = server.client();
                RawClient other = server.client()) {
            client.request("get", other.jid(), "<ping xmlns='urn:xmpp:ping'/>");
            Xml ping = other.stanza("iq");
            other.send(
                    "<iq type='result' to='%s' id='%s'/>".formatted(client.jid(), ping.attr("id")));
            assertThat(client.stanza("iq").attr("from")).isEqualTo(other.jid());
        }
    }

    @Test
    @Spec("XEP-0092")
    void serverTellsItsVersion() {
        try (RawClient client = server.client()) {
            Xml query =
                    client.iq("get", "localhost", "<query xmlns='jabber:iq:version'/>")
                            .child("query");
            assertThat(query.child("name").text()).isEqualTo("Hermod");
            assertThat(query.child("version").text()).isNotEmpty().doesNotContain("$");
        }
    }

    @Test
    @Spec("XEP-0202")
    void serverTellsTheTime() {
        try (RawClient client = server.client()) {
            Xml time = client.iq("get", "localhost", "<time xmlns='urn:xmpp:time'/>").child("time");
            assertThat(java.time.Instant.parse(time.child("utc").text()))
                    .isAfter(java.time.Instant.parse("2020-01-01T00:00:00Z"));
            assertThat(time.child("tzo").text()).matches("Z|[+-]\\d\\d:\\d\\d");
        }
    }

    @Test
    @Spec("XEP-0085, XEP-0184")
    void chatStatesAndReceiptsPass() {
        try (RawClient sender = server.client();
                RawClient receiver = server.client().available()) {
            sender.send(
                    "<message to='%s' type='chat' id='m1'><body>x</body><active xmlns='http://jabber.org/protocol/chatstates'/><request xmlns='urn:xmpp:receipts'/></message>"
                            .formatted(receiver.jid()));
            Xml message = receiver.message();
            assertThat(message.has("active", "http://jabber.org/protocol/chatstates")).isTrue();
            assertThat(message.has("request", "urn:xmpp:receipts")).isTrue();
            receiver.send(
                    "<message to='%s' id='m2'><received xmlns='urn:xmpp:receipts' id='m1'/></message>"
                            .formatted(sender.jid()));
            assertThat(sender.stanza("message").child("received").attr("id")).isEqualTo("m1");
            sender.send(
                    "<message to='%s' type='chat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>"
                            .formatted(receiver.jid()));
            assertThat(
                            receiver.stanza("message")
                                    .has("composing", "http://jabber.org/protocol/chatstates"))
                    .isTrue();
        }
    }
}
