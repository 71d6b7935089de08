package dev.hermod.it.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.RawStream;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Spec("RFC 6120 7")
@ExtendWith(SharedServer.class)
class BindingTest {
    private final HermodServer server;

    BindingTest(HermodServer server) {
        this.server = server;
    }

    @Test
    @Spec("RFC 6120 7.6")
    void serverChoosesDifferentResources() {
        Account account = server.account();
        try (RawClient first = RawClient.login(server, account);
                RawClient second = RawClient.login(server, account)) {
            assertThat(first.jid()).startsWith(account.jid() + "/").isNotEqualTo(second.jid());
        }
    }

    @Test
    @Spec("RFC 6120 7.7")
    void clientChoosesItsResource() {
        Account account = server.account();
        try (RawClient client = RawClient.login(server, account, "balcony")) {
            assertThat(client.jid()).isEqualTo(account.jid() + "/balcony");
        }
    }

    @Test
    @Spec("RFC 6120 7.7.2.2")
    void newSessionTakesTheResourceOver() {
        Account account = server.account();
        try (RawClient old = RawClient.login(server, account, "balcony").available();
                RawClient fresh = RawClient.login(server, account, "balcony").available()) {
            assertThat(old.stream().error()).isEqualTo("conflict");
            fresh.chat(fresh.jid(), "still here");
            assertThat(fresh.message().body()).isEqualTo("still here");
        }
    }

    @Test
    void severalResourcesAreOnlineTogether() {
        Account account = server.account();
        try (RawClient sender = server.client();
                RawClient phone = RawClient.login(server, account, "phone").available();
                RawClient desk = RawClient.login(server, account, "desk").available()) {
            sender.chat(account.jid(), "to both");
            assertThat(phone.message().body()).isEqualTo("to both");
            assertThat(desk.message().body()).isEqualTo("to both");
        }
    }

    @Test
    @Spec("RFC 3921 3")
    void sessionRequestIsAnswered() {
        try (RawClient client = server.client()) {
            Xml answer =
                    client.iq("set", "", "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'/>");
            assertThat(answer.attr("type")).isEqualTo("result");
        }
    }

    @Test
    @Spec("RFC 6120 7.7.2.1")
    void resourceThatIsNoneIsBadRequest() {
        try (RawClient client =
                RawClient.authenticated(RawStream.plain(server), server.account())) {
            Xml refused = client.bind("x".repeat(1100));
            assertThat(refused.attr("type")).isEqualTo("error");
            assertThat(refused.condition()).isIn("bad-request", "not-acceptable");
            assertThat(client.bind("fine").attr("type")).isEqualTo("result");
        }
    }

    @Test
    @Spec("RFC 6120 7.6.2.1")
    void moreSessionsThanAllowedAreRefusedWithResourceConstraint() {
        Account account = server.account();
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                clients.add(RawClient.login(server, account));
            }
            try (RawClient late = RawClient.authenticated(RawStream.plain(server), account)) {
                Xml refused = late.bind("");
                assertThat(refused.condition()).isEqualTo("resource-constraint");
            }
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    @Test
    @Spec("RFC 6120 7.1")
    void stanzaBeforeBindingIsRefused() {
        try (RawClient client =
                RawClient.authenticated(RawStream.plain(server), server.account())) {
            Xml answer = client.iq("get", "localhost", "<ping xmlns='urn:xmpp:ping'/>");
            assertThat(answer.condition()).isEqualTo("not-authorized");
        }
    }
}
