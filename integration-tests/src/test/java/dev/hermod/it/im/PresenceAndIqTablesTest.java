package dev.hermod.it.im;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each row of the tables of RFC 6121 section 8.5 for presence and IQs.
@Spec("RFC 6121 8.5")
@ExtendWith(SharedServer.class)
class PresenceAndIqTablesTest {
    private static final String QUERY = "<query xmlns='urn:unheard-of'/>";

    private final HermodServer server;

    PresenceAndIqTablesTest(HermodServer server) {
        this.server = server;
    }

    private static List<Xml> presences(RawClient client, RawClient from) {
        return client.sync().stream()
                .filter(stanza -> stanza.name().equals("presence"))
                .filter(stanza -> stanza.attr("from").startsWith(from.bare()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-user@localhost", "no-such-user@localhost/x"})
    @Spec("RFC 6121 8.5.1")
    void iqToNobodyIsServiceUnavailable(String to) {
        try (RawClient client = server.client()) {
            assertThat(client.iq("get", to, QUERY).condition()).isEqualTo("service-unavailable");
            assertThat(client.iq("set", to, QUERY).condition()).isEqualTo("service-unavailable");
        }
    }

    @Test
    @Spec("RFC 6121 8.5.1")
    void presenceToNobodyIsIgnored() {
        try (RawClient client = server.client().available()) {
            client.send("<presence to='no-such-user@localhost'/>");
            client.send("<presence to='no-such-user@localhost/x'/>");
            client.send("<presence type='unavailable' to='no-such-user@localhost'/>");
            assertThat(client.sync()).isEmpty();
        }
    }

    @Test
    @Spec("RFC 6121 8.5.2.1.3")
    void iqToAnAccountIsAnsweredByTheServerOnItsBehalf() {
        try (RawClient client = server.client();
                RawClient target = server.client().available()) {
            assertThat(client.iq("get", target.bare(), QUERY).condition())
                    .isEqualTo("service-unavailable");
            assertThat(target.sync()).isEmpty();
        }
    }

    @Test
    @Spec("RFC 6121 8.5.2.2.3")
    void iqToAnAccountThatIsAwayIsAnsweredTheSameWay() {
        Account away = server.account();
        try (RawClient client = server.client()) {
            assertThat(client.iq("get", away.jid(), QUERY).condition())
                    .isEqualTo("service-unavailable");
        }
    }

    @Test
    @Spec("RFC 6121 8.5.3.1")
    void iqToAResourceThatIsThereIsDelivered() {
        try (RawClient client = server.client();
                RawClient target = server.client()) {
            String id = client.request("get", target.jid(), QUERY);
            Xml request = target.stanza("iq");
            assertThat(request.attr("from")).isEqualTo(client.jid());
            assertThat(request.has("query", "urn:unheard-of")).isTrue();
            target.send(
                    "<iq type='result' id='%s' to='%s'/>"
                            .formatted(request.attr("id"), client.jid()));
            Xml answer = client.stanza("iq");
            assertThat(answer.attr("id")).isEqualTo(id);
            assertThat(answer.attr("from")).isEqualTo(target.jid());
        }
    }

    @Test
    @Spec("RFC 6121 8.5.3.2.3")
    void iqToAResourceThatIsGoneIsServiceUnavailable() {
        try (RawClient client = server.client();
                RawClient target = server.client().available()) {
            assertThat(client.iq("get", target.bare() + "/gone", QUERY).condition())
                    .isEqualTo("service-unavailable");
            assertThat(target.sync()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"result", "error"})
    @Spec("RFC 6120 8.2.3")
    void answersToNothingAreNotAnswered(String type) {
        try (RawClient client = server.client()) {
            client.send("<iq type='%s' id='stray' to='localhost'/>".formatted(type));
            client.send("<iq type='%s' id='stray' to='no-such-user@localhost/x'/>".formatted(type));
            assertThat(client.sync()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<iq type='get' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>",
                "<iq type='get' id='x' to='localhost'/>",
                "<iq type='get' id='x' to='localhost'><a xmlns='urn:a'/><b xmlns='urn:b'/></iq>",
                "<iq type='fetch' id='x' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>",
                "<iq id='x' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>",
            })
    @Spec("RFC 6120 8.2.3")
    void iqThatIsNoneIsBadRequest(String iq) {
        try (RawClient client = server.client()) {
            assertThat(client.send(iq).stanza("iq").condition()).isEqualTo("bad-request");
        }
    }

    @Test
    @Spec("RFC 6120 8.3.3.8")
    void addressThatIsNoneIsJidMalformed() {
        try (RawClient client = server.client()) {
            client.send("<message to='@localhost' id='x'><body>x</body></message>");
            assertThat(client.stanza("message").condition()).isEqualTo("jid-malformed");
        }
    }

    @Test
    @Spec("RFC 6121 8.5.3.1")
    void directedPresenceReachesTheResource() {
        try (RawClient sender = server.client();
                RawClient target = server.client()) {
            sender.send("<presence to='" + target.jid() + "'><status>hi</status></presence>");
            Xml presence = target.stanza("presence");
            assertThat(presence.attr("from")).isEqualTo(sender.jid());
            sender.send("<presence to='" + target.jid() + "' type='unavailable'/>");
            assertThat(target.stanza("presence").attr("type")).isEqualTo("unavailable");
        }
    }

    @Test
    @Spec("RFC 6121 8.5.2.1.2")
    void directedPresenceToAnAccountReachesItsAvailableResources() {
        Account account = server.account();
        try (RawClient sender = server.client();
                RawClient phone = RawClient.login(server, account).available();
                RawClient shy = RawClient.login(server, account).available(-1);
                RawClient connected = RawClient.login(server, account)) {
            phone.sync();
            sender.send("<presence to='" + account.jid() + "'/>");
            sender.sync();
            assertThat(presences(phone, sender)).hasSize(1);
            assertThat(presences(shy, sender)).hasSize(1);
            assertThat(presences(connected, sender)).isEmpty();
        }
    }

    @Test
    @Spec("RFC 6121 4.6.3")
    void whoeverGotDirectedPresenceHearsOfTheEnd() {
        try (RawClient sender = server.client();
                RawClient target = server.client().available()) {
            sender.send("<presence to='" + target.jid() + "'/>");
            assertThat(target.stanza("presence").attr("type")).isEmpty();
            sender.die();
            Xml gone = target.stanza("presence");
            assertThat(gone.attr("type")).isEqualTo("unavailable");
            assertThat(gone.attr("from")).isEqualTo(sender.jid());
        }
    }

    @Test
    @Spec("RFC 6121 8.5.3.2.2")
    void presenceToAResourceThatIsGoneIsIgnored() {
        try (RawClient sender = server.client();
                RawClient other = server.client().available()) {
            sender.send("<presence to='" + other.bare() + "/gone'/>");
            assertThat(sender.sync()).isEmpty();
            assertThat(presences(other, sender)).isEmpty();
        }
    }
}
