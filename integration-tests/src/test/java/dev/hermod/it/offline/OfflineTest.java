package dev.hermod.it.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Spec("XEP-0160")
@ExtendWith(SharedServer.class)
class OfflineTest {
    private static final String STANZA_ID = "urn:xmpp:sid:0";
    private static final String DELAY = "urn:xmpp:delay";

    private final HermodServer server;

    OfflineTest(HermodServer server) {
        this.server = server;
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).toList();
    }

    private void store(Account account, int from, int to) {
        try (RawClient sender = server.client()) {
            numbers(from, to).forEach(body -> sender.chat(account.jid(), body));
            assertThat(sender.sync()).isEmpty();
        }
    }

    private static String stanzaId(Xml message) {
        return message.child("stanza-id", STANZA_ID).attr("id");
    }

    @Test
    void messagesForOneWhoIsAwayComeOnceInOrderWithTheirTime() {
        Account account = server.account();
        store(account, 0, 20);
        try (RawClient client = RawClient.login(server, account).available()) {
            for (String expected : numbers(0, 20)) {
                Xml message = client.message();
                assertThat(message.body()).isEqualTo(expected);
                assertThat(message.child("delay", DELAY).attr("stamp")).endsWith("Z");
                assertThat(message.child("delay", DELAY).attr("from")).isEqualTo("localhost");
                assertThat(message.child("stanza-id", STANZA_ID).attr("by"))
                        .isEqualTo(account.jid());
            }
            assertThat(client.sync()).isEmpty();
            client.logout();
        }
        try (RawClient again = RawClient.login(server, account).available()) {
            assertThat(again.bodies()).isEmpty();
        }
    }

    @Test
    @Spec("XEP-0359 5")
    void liveMessageHasAStanzaIdAndNoDelay() {
        try (RawClient sender = server.client();
                RawClient receiver = server.client().available()) {
            sender.chat(receiver.bare(), "now");
            Xml message = receiver.message();
            assertThat(stanzaId(message)).isNotEmpty();
            assertThat(message.has("delay", DELAY)).isFalse();
        }
    }

    @Test
    @Spec("XEP-0359 5")
    void stanzaIdInTheNameOfTheReceiverIsTakenOut() {
        try (RawClient sender = server.client();
                RawClient receiver = server.client().available()) {
            sender.send(
                    "<message to='%s' type='chat'><body>x</body><stanza-id xmlns='%s' by='%s' id='forged'/></message>"
                            .formatted(receiver.bare(), STANZA_ID, receiver.bare()));
            List<String> ids =
                    receiver.message().children().stream()
                            .filter(child -> child.is("stanza-id", STANZA_ID))
                            .map(child -> child.attr("id"))
                            .toList();
            assertThat(ids).hasSize(1).doesNotContain("forged");
        }
    }

    @Test
    void clientThatDiedBeforeItReadGetsThemAgainWithTheSameIds() {
        Account account = server.account();
        store(account, 0, 5);
        List<String> first = new ArrayList<>();
        try (RawClient client = RawClient.login(server, account)) {
            client.send("<presence/>");
            numbers(0, 5).forEach(_ -> first.add(stanzaId(client.message())));
            client.die();
        }
        try (RawClient again = RawClient.login(server, account).available()) {
            List<String> second = new ArrayList<>();
            for (String expected : numbers(0, 5)) {
                Xml message = again.message();
                assertThat(message.body()).isEqualTo(expected);
                second.add(stanzaId(message));
            }
            assertThat(second).isEqualTo(first);
        }
    }

    @Test
    void liveMessagesThatAClientDiedOverComeAgain() {
        Account account = server.account();
        try (RawClient sender = server.client()) {
            List<String> first = new ArrayList<>();
            try (RawClient client = RawClient.login(server, account).available()) {
                for (String body : numbers(0, 3)) {
                    sender.chat(account.jid(), body);
                    first.add(stanzaId(client.message()));
                }
                client.die();
            }
            sender.sync();
            try (RawClient again = RawClient.login(server, account).available()) {
                for (int i = 0; i < 3; i++) {
                    Xml message = again.message();
                    assertThat(message.body()).isEqualTo(String.valueOf(i));
                    assertThat(stanzaId(message)).isEqualTo(first.get(i));
                }
            }
        }
    }

    @Test
    void thousandStoredMessagesComeBeforeTheLiveOnesInOrder() {
        Account account = server.account();
        store(account, 0, 1000);
        try (RawClient sender = server.client();
                RawClient client = RawClient.login(server, account)) {
            client.send("<presence/>");
            numbers(1000, 1100).forEach(body -> sender.chat(account.jid(), body));
            for (String expected : numbers(0, 1100)) {
                assertThat(client.message().body()).isEqualTo(expected);
            }
            sender.sync();
            assertThat(client.bodies()).isEmpty();
        }
    }

    @Test
    @Spec("XEP-0160 3")
    void negativePriorityGetsNothingUntilItIsRaised() {
        Account account = server.account();
        store(account, 0, 2);
        try (RawClient client = RawClient.login(server, account).available(-1)) {
            assertThat(client.bodies()).isEmpty();
            client.send("<presence><priority>0</priority></presence>");
            assertThat(client.message().body()).isEqualTo("0");
            assertThat(client.message().body()).isEqualTo("1");
        }
    }

    @Test
    @Spec("XEP-0085 5.8, XEP-0334 4")
    void typingAndWhatIsMarkedNoStoreAreNotStored() {
        Account account = server.account();
        try (RawClient sender = server.client()) {
            sender.send(
                    "<message to='%s' type='chat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>"
                            .formatted(account.jid()));
            sender.send(
                    "<message to='%s' type='chat'><body>secret</body><no-store xmlns='urn:xmpp:hints'/></message>"
                            .formatted(account.jid()));
            sender.chat(account.jid(), "kept");
            sender.sync();
        }
        try (RawClient client = RawClient.login(server, account).available()) {
            List<Xml> messages =
                    client.sync().stream()
                            .filter(stanza -> stanza.name().equals("message"))
                            .toList();
            assertThat(messages).hasSize(1);
            assertThat(messages.getFirst().body()).isEqualTo("kept");
        }
    }

    @Test
    void messageReadOnOneDeviceDoesNotComeAgainOnAnother() {
        Account account = server.account();
        try (RawClient sender = server.client();
                RawClient phone = RawClient.login(server, account).available()) {
            sender.chat(account.jid(), "read on the phone");
            assertThat(phone.message().body()).isEqualTo("read on the phone");
            phone.sync();
            phone.logout();
        }
        try (RawClient desk = RawClient.login(server, account).available()) {
            assertThat(desk.bodies()).isEmpty();
        }
    }

    @Test
    @Spec("XEP-0160 4")
    void serverSaysThatItStores() {
        try (RawClient client = server.client()) {
            Xml info =
                    client.iq(
                            "get",
                            "localhost",
                            "<query xmlns='http://jabber.org/protocol/disco#info'/>");
            assertThat(info.child("query").children())
                    .anyMatch(feature -> feature.attr("var").equals("msgoffline"));
        }
    }
}
