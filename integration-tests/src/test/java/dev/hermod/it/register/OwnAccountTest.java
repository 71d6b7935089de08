package dev.hermod.it.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.it.Account;
import dev.hermod.it.Database;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.RawStream;
import dev.hermod.it.Sasl;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Spec("XEP-0077")
@ExtendWith(SharedServer.class)
class OwnAccountTest {
    private static final String REGISTER = "jabber:iq:register";

    private final HermodServer server;

    OwnAccountTest(HermodServer server) {
        this.server = server;
    }

    @Test
    void closedServerOffersAndMakesNoAccounts() {
        try (RawStream stream = RawStream.tls(server)) {
            assertThat(stream.open().has("register", "http://jabber.org/features/iq-register"))
                    .isFalse();
            stream.send(
                    "<iq type='set' id='r'><query xmlns='%s'><username>intruder</username><password>open sesame</password></query></iq>"
                            .formatted(REGISTER));
            Xml answer = stream.element();
            assertThat(answer.condition())
                    .isIn("service-unavailable", "not-allowed", "forbidden", "not-authorized");
        }
    }

    @Test
    @Spec("XEP-0077 3.3")
    void changedPasswordIsTheOneThatCounts() {
        Account old = server.account();
        Account changed = new Account(old.localpart(), old.domain(), "a better password");
        try (RawClient client = RawClient.loginSecurely(server, old)) {
            Xml answer =
                    client.iq(
                            "set",
                            "localhost",
                            "<query xmlns='%s'><username>%s</username><password>%s</password></query>"
                                    .formatted(REGISTER, old.localpart(), changed.password()));
            assertThat(answer.attr("type")).isEqualTo("result");
        }
        try (RawClient client = RawClient.login(server, changed);
                RawStream refused = RawStream.plain(server)) {
            assertThat(client.jid()).startsWith(old.jid());
            refused.open();
            assertThat(new Sasl(refused).scram("SHA-256", old).name()).isEqualTo("failure");
        }
    }

    @Test
    @Spec("XEP-0077 3.3")
    void passwordOfAnotherCannotBeChanged() {
        Account other = server.account();
        try (RawClient client = RawClient.loginSecurely(server, server.account())) {
            Xml answer =
                    client.iq(
                            "set",
                            "localhost",
                            "<query xmlns='%s'><username>%s</username><password>stolen!!</password></query>"
                                    .formatted(REGISTER, other.localpart()));
            assertThat(answer.attr("type")).isEqualTo("error");
        }
        try (RawClient client = RawClient.login(server, other)) {
            assertThat(client.jid()).startsWith(other.jid());
        }
    }

    @Test
    @Spec("XEP-0077 3.2")
    void removedAccountLeavesNothingBehind() throws Exception {
        Account account = new Account("vanishing", HermodServer.DOMAIN, "soon to be gone");
        server.command()
                .ok(account.password() + "\n", "account", "add", account.jid(), "--password-stdin");
        Database database = Database.embedded(server.data());
        try (RawClient client = RawClient.loginSecurely(server, account)) {
            client.chat(account.jid(), "kept for later");
            client.iq(
                    "set",
                    "",
                    "<query xmlns='jabber:iq:roster'><item jid='someone@localhost'/></query>");
            client.sync();
            assertThat(database.columnsWith("vanishing")).isNotEmpty();
            Xml answer =
                    client.iq(
                            "set",
                            "localhost",
                            "<query xmlns='" + REGISTER + "'><remove/></query>");
            assertThat(answer.attr("type")).isEqualTo("result");
            assertThat(client.stream().error()).isEqualTo("not-authorized");
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(database.columnsWith("vanishing")).isEmpty());
        try (RawStream refused = RawStream.plain(server)) {
            refused.open();
            assertThat(new Sasl(refused).scram("SHA-256", account).name()).isEqualTo("failure");
        }
    }

    @Test
    @Spec("XEP-0077 3.2")
    void removalEndsSubscriptionsAndOtherSessions() {
        Account account = new Account("leaving", HermodServer.DOMAIN, "soon to be gone");
        server.command()
                .ok(account.password() + "\n", "account", "add", account.jid(), "--password-stdin");
        try (RawClient leaving = RawClient.loginSecurely(server, account).available();
                RawClient second = RawClient.login(server, account).available();
                RawClient friend = server.client().available()) {
            friend.iq("get", "", "<query xmlns='jabber:iq:roster'/>");
            friend.send("<presence type='subscribe' to='leaving@localhost'/>");
            leaving.receive(stanza -> stanza.attr("type").equals("subscribe"));
            leaving.send("<presence type='subscribed' to='" + friend.bare() + "'/>");
            friend.receive(stanza -> stanza.attr("type").equals("subscribed"));
            leaving.iq("set", "localhost", "<query xmlns='" + REGISTER + "'><remove/></query>");
            friend.receive(stanza ->
                    stanza.name().equals("presence") && stanza.attr("type").equals("unsubscribed"));
            assertThat(second.stream().error()).isEqualTo("not-authorized");
        }
    }
}
