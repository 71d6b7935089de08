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
import org.junit.jupiter.params.provider.CsvSource;

/// Each row of the tables of RFC 6121 section 8.5 for messages. What becomes of a message is one
/// of: `silent` (nobody hears of it), `error` (the sender gets service-unavailable), `delivered`
/// (to whom the test says), `stored` (it comes at the next login).
@Spec("RFC 6121 8.5")
@ExtendWith(SharedServer.class)
class MessageTablesTest {
    private final HermodServer server;

    MessageTablesTest(HermodServer server) {
        this.server = server;
    }

    /// What a sender hears after a message of a type to an address.
    private static String answerTo(RawClient sender, String to, String type) {
        sender.message(to, type, "wherefore");
        List<Xml> heard = sender.sync();
        if (heard.isEmpty()) {
            return "silent";
        }
        assertThat(heard).hasSize(1);
        assertThat(heard.getFirst().name()).isEqualTo("message");
        assertThat(heard.getFirst().attr("type")).isEqualTo("error");
        assertThat(heard.getFirst().attr("from")).isEqualTo(to);
        assertThat(heard.getFirst().condition()).isEqualTo("service-unavailable");
        return "error";
    }

    private void assertStored(Account account, boolean expected) {
        try (RawClient back = RawClient.login(server, account).available()) {
            assertThat(back.bodies()).isEqualTo(expected ? List.of("wherefore") : List.of());
            back.logout();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "normal, error",
        "chat, error",
        "groupchat, error",
        "headline, silent",
        "error, silent",
    })
    @Spec("RFC 6121 8.5.1")
    void messageToNobody(String type, String outcome) {
        try (RawClient sender = server.client()) {
            assertThat(answerTo(sender, "no-such-user@localhost", type)).isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @CsvSource({"normal, error", "chat, error", "groupchat, error", "error, silent"})
    @Spec("RFC 6121 8.5.1")
    void messageToAResourceOfNobody(String type, String outcome) {
        try (RawClient sender = server.client()) {
            assertThat(answerTo(sender, "no-such-user@localhost/x", type)).isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "normal, silent, true",
        "chat, silent, true",
        "groupchat, error, false",
        "headline, silent, false",
        "error, silent, false",
    })
    @Spec("RFC 6121 8.5.2.2.1")
    void messageToAnAccountThatIsAway(String type, String outcome, boolean stored) {
        Account account = server.account();
        try (RawClient sender = server.client()) {
            assertThat(answerTo(sender, account.jid(), type)).isEqualTo(outcome);
        }
        assertStored(account, stored);
    }

    @ParameterizedTest
    @CsvSource({
        "normal, silent, true",
        "chat, silent, true",
        "groupchat, error, false",
        "headline, silent, false",
        "error, silent, false",
    })
    @Spec("RFC 6121 8.5.2.1.1")
    void messageToAnAccountThatHasOnlyANegativePriority(
            String type, String outcome, boolean stored) {
        Account account = server.account();
        try (RawClient sender = server.client();
                RawClient shy = RawClient.login(server, account).available(-1)) {
            assertThat(answerTo(sender, account.jid(), type)).isEqualTo(outcome);
            assertThat(shy.bodies()).isEmpty();
            shy.logout();
        }
        assertStored(account, stored);
    }

    @ParameterizedTest
    @CsvSource({"normal, silent, true", "chat, silent, true", "headline, silent, false"})
    @Spec("RFC 6121 8.5.2.2.1")
    void messageToAnAccountThatIsConnectedWithoutPresence(
            String type, String outcome, boolean stored) {
        Account account = server.account();
        try (RawClient sender = server.client();
                RawClient connected = RawClient.login(server, account)) {
            assertThat(answerTo(sender, account.jid(), type)).isEqualTo(outcome);
            assertThat(connected.bodies()).isEmpty();
            connected.logout();
        }
        assertStored(account, stored);
    }

    @ParameterizedTest
    @CsvSource({
        "normal, silent, true",
        "chat, silent, true",
        "groupchat, error, false",
        "headline, silent, true",
        "error, silent, false",
    })
    @Spec("RFC 6121 8.5.2.1.1")
    void messageToAnAccountThatIsAvailable(String type, String outcome, boolean delivered) {
        Account account = server.account();
        List<String> expected = delivered ? List.of("wherefore") : List.of();
        try (RawClient sender = server.client();
                RawClient phone = RawClient.login(server, account).available(0);
                RawClient desk = RawClient.login(server, account).available(5);
                RawClient shy = RawClient.login(server, account).available(-1)) {
            assertThat(answerTo(sender, account.jid(), type)).isEqualTo(outcome);
            assertThat(phone.bodies()).isEqualTo(expected);
            assertThat(desk.bodies()).isEqualTo(expected);
            assertThat(shy.bodies()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"normal", "chat", "groupchat", "headline", "error"})
    @Spec("RFC 6121 8.5.3.1")
    void messageToAResourceThatIsThere(String type) {
        Account account = server.account();
        try (RawClient sender = server.client();
                RawClient target = RawClient.login(server, account).available(-1);
                RawClient other = RawClient.login(server, account).available(5)) {
            assertThat(answerTo(sender, target.jid(), type)).isEqualTo("silent");
            Xml message = target.message();
            assertThat(message.attr("type"))
                    .isEqualTo(type.equals("normal") ? message.attr("type") : type);
            assertThat(message.attr("from")).isEqualTo(sender.jid());
            assertThat(message.attr("to")).isEqualTo(target.jid());
            assertThat(other.bodies()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"normal", "chat", "groupchat", "headline"})
    @Spec("RFC 6121 8.5.3.1")
    void messageToAResourceThatIsConnectedOnly(String type) {
        try (RawClient sender = server.client();
                RawClient target = server.client()) {
            assertThat(answerTo(sender, target.jid(), type)).isEqualTo("silent");
            assertThat(target.bodies()).containsExactly("wherefore");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "normal, error, false",
        "chat, silent, true",
        "groupchat, error, false",
        "headline, error, false",
        "error, silent, false",
    })
    @Spec("RFC 6121 8.5.3.2.1")
    void messageToAResourceThatIsGoneWhileAnotherIsAvailable(
            String type, String outcome, boolean delivered) {
        Account account = server.account();
        try (RawClient sender = server.client();
                RawClient other = RawClient.login(server, account).available()) {
            String answer = answerTo(sender, account.jid() + "/gone", type);
            if (type.equals("headline")) {
                assertThat(answer).isIn("silent", "error");
            } else {
                assertThat(answer).isEqualTo(outcome);
            }
            assertThat(other.bodies()).isEqualTo(delivered ? List.of("wherefore") : List.of());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "normal, error, false",
        "chat, silent, true",
        "groupchat, error, false",
        "error, silent, false",
    })
    @Spec("RFC 6121 8.5.3.2.1")
    void messageToAResourceThatIsGoneWhileNoneIsThere(String type, String outcome, boolean stored) {
        Account account = server.account();
        try (RawClient sender = server.client()) {
            assertThat(answerTo(sender, account.jid() + "/gone", type)).isEqualTo(outcome);
        }
        assertStored(account, stored);
    }

    @Test
    @Spec("RFC 6121 5.2.2")
    void messageOfAnUnknownTypeIsANormalOne() {
        try (RawClient sender = server.client();
                RawClient receiver = server.client().available()) {
            assertThat(answerTo(sender, receiver.bare(), "unheard-of")).isEqualTo("silent");
            assertThat(receiver.bodies()).containsExactly("wherefore");
        }
    }

    @Test
    @Spec("RFC 6120 8.1.1.1")
    void messageWithoutAnAddressGoesToOneself() {
        try (RawClient client = server.client().available()) {
            client.send("<message type='chat' id='n'><body>note to self</body></message>");
            Xml note = client.message();
            assertThat(note.body()).isEqualTo("note to self");
            assertThat(note.attr("from")).isEqualTo(client.jid());
            assertThat(client.bodies()).isEmpty();
        }
    }

    @Test
    @Spec("RFC 6120 10.1")
    void messagesBetweenTwoClientsKeepTheirOrder() {
        try (RawClient sender = server.client();
                RawClient receiver = server.client().available()) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                String to = i % 3 == 0 ? receiver.bare() : receiver.jid();
                all.append(
                        "<message to='%s' type='chat'><body>%d</body></message>".formatted(to, i));
                if (i % 5 == 0) {
                    all.append(
                            "<message to='%s' type='headline'><body>h%d</body></message>"
                                    .formatted(receiver.jid(), i));
                }
            }
            sender.send(all.toString());
            for (int i = 0; i < 200; i++) {
                assertThat(receiver.message().body()).isEqualTo(String.valueOf(i));
                if (i % 5 == 0) {
                    assertThat(receiver.message().body()).isEqualTo("h" + i);
                }
            }
        }
    }
}
