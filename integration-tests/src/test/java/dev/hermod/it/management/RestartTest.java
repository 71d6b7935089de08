package dev.hermod.it.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Sessions across the end of the server's process.
@Spec("XEP-0198 5")
class RestartTest {
    private static void befriend(RawClient one, RawClient other) {
        one.send("<presence type='subscribe' to='%s'/>".formatted(other.bare()));
        other.receive(stanza -> stanza.attr("type").equals("subscribe"));
        other.send("<presence type='subscribed' to='%s'/>".formatted(one.bare()));
        one.receive(stanza -> stanza.attr("from").startsWith(other.bare() + "/"));
        one.sync();
        other.sync();
    }

    @Test
    void sessionsOutliveACleanRestart() {
        try (HermodServer server = HermodServer.start(Map.of(), 5)) {
            Account account = server.account();
            Account contactAccount = server.account();
            try (ManagedClient client = ManagedClient.login(server, account).available();
                    ManagedClient contact =
                            ManagedClient.login(server, contactAccount).available();
                    RawClient sender = server.client()) {
                befriend(contact.raw(), client.raw());
                client.raw().request("get", "", "<query xmlns='jabber:iq:roster'/>");
                client.stanza(stanza -> stanza.has("query", "jabber:iq:roster"));
                client.cut();
                sender.chat(account.jid(), "before the restart");
                sender.send(
                        "<message to='%s' type='headline'><body>not logged</body></message>"
                                .formatted(client.jid()));
                sender.sync();
                server.stop();
                server.start();
                comesBack(server, client, contact, sender.account());
            }
        }
    }

    private static void comesBack(
            HermodServer server, ManagedClient client, ManagedClient contact, Account third) {
        contact.resumeUncounted();
        assertThat(contact.raw().sync())
                .as("nobody hears that the client is away")
                .noneMatch(stanza -> stanza.attr("type").equals("unavailable"));
        try (RawClient sender = RawClient.login(server, third)) {
            sender.chat(client.raw().bare(), "after the restart");
            sender.sync();
        }
        client.resumeUncounted();
        assertThat(client.body()).isEqualTo("before the restart");
        assertThat(client.body()).isEqualTo("not logged");
        assertThat(client.body()).isEqualTo("after the restart");
        assertThat(client.raw().sync()).noneMatch(stanza -> !stanza.body().isEmpty());
        try (RawClient other = RawClient.login(server, client.raw().account())) {
            other.iq(
                    "set",
                    "",
                    "<query xmlns='jabber:iq:roster'><item jid='new@localhost'/></query>");
        }
        Xml push = client.stanza(stanza -> stanza.has("query", "jabber:iq:roster"));
        assertThat(push.attr("type")).as("its interest is remembered").isEqualTo("set");
    }

    @Test
    @Spec("XEP-0045 7.2")
    void occupantsWhoResumeAreStillInTheRoom() {
        String room = "coven@conference.localhost";
        try (HermodServer server = HermodServer.start(Map.of(), 5);
                ManagedClient one = ManagedClient.login(server, server.account());
                ManagedClient other = ManagedClient.login(server, server.account())) {
            enter(one, room + "/one");
            one.raw()
                    .iq(
                            "set",
                            room,
                            "<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'/></query>");
            enter(other, room + "/other");
            one.cut();
            other.raw().message(room, "groupchat", "before the restart");
            other.raw().receive(stanza -> stanza.body().equals("before the restart"));
            server.stop();
            server.start();
            other.resumeUncounted();
            other.raw().message(room, "groupchat", "after the restart");
            other.raw().receive(stanza -> stanza.body().equals("after the restart"));
            one.resumeUncounted();
            assertThat(one.body()).isEqualTo("before the restart");
            assertThat(one.body()).isEqualTo("after the restart");
        }
    }

    private static void enter(ManagedClient client, String occupant) {
        client.raw()
                .send(
                        "<presence to='%s'><x xmlns='http://jabber.org/protocol/muc'/></presence>"
                                .formatted(occupant));
        client.raw().receive(stanza -> stanza.has("subject", RawClient.CLIENT));
    }

    @Test
    void whatCameBeforeTwoRestartsDoesNotComeAgain() {
        try (HermodServer server = HermodServer.start(Map.of(), 5);
                ManagedClient client = ManagedClient.login(server, server.account()).available()) {
            Account third = server.account();
            try (RawClient sender = RawClient.login(server, third)) {
                sender.chat(client.raw().bare(), "before");
                assertThat(client.body()).isEqualTo("before");
            }
            client.cut();
            server.stop();
            server.start();
            server.stop();
            server.start();
            try (RawClient sender = RawClient.login(server, third)) {
                sender.chat(client.raw().bare(), "after");
            }
            client.resume();
            assertThat(client.body()).isEqualTo("after");
            assertThat(client.raw().sync()).noneMatch(stanza -> !stanza.body().isEmpty());
        }
    }

    @Test
    void afterACrashTheClientHearsHowFarTheServerWas() {
        try (HermodServer server = HermodServer.start(Map.of(), 5);
                ManagedClient client = ManagedClient.login(server, server.account())) {
            Account other = server.account();
            client.raw().send("<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>");
            client.raw().chat(other.jid(), "one");
            client.raw().chat(other.jid(), "two");
            client.raw().sync();
            server.kill();
            server.start();
            Xml failed = client.tryToResume(client.fresh(), 0);
            assertThat(failed.is("failed", ManagedClient.NAMESPACE)).isTrue();
            assertThat(failed.attr("h")).isEqualTo("3");
        }
    }
}
