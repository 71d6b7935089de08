package dev.hermod.it.everyday;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// A server of their own, since contact addresses are configured.
@TestInstance(Lifecycle.PER_CLASS)
class EverydayTest {
    private static final String BLOCKING = "urn:xmpp:blocking";
    private static final String INFO = "http://jabber.org/protocol/disco#info";

    private final HermodServer server =
            HermodServer.start(
                    Map.of("HERMOD_CONTACT_ADDRESSES__ABUSE", "mailto:abuse@example.org"), 20);

    @AfterAll
    void close() {
        server.close();
    }

    private static String block(String address) {
        return "<block xmlns='" + BLOCKING + "'><item jid='" + address + "'/></block>";
    }

    @Test
    @Spec("XEP-0157 3")
    void serverTellsItsContactAddresses() {
        try (RawClient client = server.client()) {
            Xml query =
                    client.iq("get", "localhost", "<query xmlns='" + INFO + "'/>").child("query");
            assertThat(query.toString())
                    .contains("http://jabber.org/network/serverinfo", "mailto:abuse@example.org");
            assertThat(query.children().stream().map(child -> child.attr("var")))
                    .contains(BLOCKING, "jabber:iq:private", "jabber:iq:last");
        }
    }

    @Test
    @Spec("XEP-0191 3.3")
    void theBlockedReachNobodyAndAreNotReached() {
        Account away = server.account();
        try (RawClient juliet = server.client().available();
                RawClient romeo = server.client().available()) {
            juliet.iq("get", "", "<blocklist xmlns='" + BLOCKING + "'/>");
            assertThat(juliet.iq("set", "", block(romeo.bare())).attr("type")).isEqualTo("result");
            assertThat(juliet.stanza("iq").has("block", BLOCKING)).isTrue();
            romeo.chat(juliet.bare(), "hi");
            assertThat(romeo.stanza("message").condition()).isEqualTo("service-unavailable");
            juliet.chat(romeo.bare(), "hi");
            assertThat(juliet.stanza("message").condition()).isEqualTo("not-acceptable");
            try (RawClient owner = RawClient.login(server, away)) {
                owner.iq("set", "", block(romeo.bare()));
                owner.logout();
            }
            romeo.chat(away.jid(), "hi");
            assertThat(romeo.stanza("message").condition()).isEqualTo("service-unavailable");
            assertThat(juliet.bodies()).isEmpty();
        }
        try (RawClient owner = RawClient.login(server, away).available()) {
            assertThat(owner.bodies()).isEmpty();
        }
    }

    @Test
    void allOfItSurvivesARestart() {
        try (HermodServer own = HermodServer.start(Map.of(), 2)) {
            Account juliet = own.account();
            Account romeo = own.account();
            try (RawClient client = RawClient.login(own, juliet).available();
                    RawClient contact = RawClient.login(own, romeo).available()) {
                // Only who asked for the roster is told of subscriptions.
                client.iq("get", "", "<query xmlns='jabber:iq:roster'/>");
                contact.send("<presence type='subscribed' to='" + juliet.jid() + "'/>");
                client.send("<presence type='subscribe' to='" + romeo.jid() + "'/>");
                client.receive(one ->
                        one.name().equals("presence") && one.attr("type").equals("subscribed"));
                client.iq("set", "", block("friar@localhost"));
                client.iq(
                        "set",
                        "",
                        "<query xmlns='jabber:iq:private'><a xmlns='urn:x'>1</a></query>");
                contact.send(
                        "<presence type='unavailable'><status>Heading Home</status></presence>");
                contact.logout();
            }
            own.stop();
            own.start();
            try (RawClient client = RawClient.login(own, juliet)) {
                Xml list = client.iq("get", "", "<blocklist xmlns='" + BLOCKING + "'/>");
                assertThat(items(list)).containsExactly("friar@localhost");
                Xml stored =
                        client.iq(
                                "get",
                                "",
                                "<query xmlns='jabber:iq:private'><a xmlns='urn:x'/></query>");
                assertThat(stored.child("query").child("a", "urn:x").text()).isEqualTo("1");
                Xml last = client.iq("get", romeo.jid(), "<query xmlns='jabber:iq:last'/>");
                assertThat(last.child("query").text()).isEqualTo("Heading Home");
                assertThat(last.child("query").attr("seconds")).matches("\\d+");
            }
        }
    }

    private static List<String> items(Xml list) {
        return list.child("blocklist", BLOCKING).children().stream()
                .map(item -> item.attr("jid"))
                .toList();
    }
}
