package dev.hermod.it.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.RawStream;
import dev.hermod.it.Sasl2;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class ClientAccessTest {
    private static final String CAM = "urn:xmpp:cam:0";
    private static final String NONE = "HT-SHA-256-NONE";

    private final HermodServer server;
    private final String agent = Sasl2.userAgent(UUID.randomUUID().toString());

    ClientAccessTest(HermodServer server) {
        this.server = server;
    }

    /// A phone that is online and has a token; returns the token.
    private String phone(RawStream stream, Account account) {
        stream.open();
        Xml success =
                new Sasl2(stream)
                        .scram(
                                account,
                                agent
                                        + Sasl2.bind("<tag>phone</tag>")
                                        + "<request-token xmlns='%s' mechanism='%s'/>"
                                                .formatted(Sasl2.FAST, NONE));
        stream.features();
        return success.child("token", Sasl2.FAST).attr("token");
    }

    private static List<Xml> list(RawClient client) {
        Xml answer = client.iq("get", "", "<list xmlns='%s'/>".formatted(CAM));
        return answer.child("clients", CAM).children();
    }

    private static Xml revoke(RawClient client, String id) {
        return client.iq("set", "", "<revoke xmlns='%s' id='%s'/>".formatted(CAM, id));
    }

    private static Xml withToken(List<Xml> clients) {
        return clients.stream()
                .filter(client -> client.child("auth").has("fast", CAM))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Spec("XEP-0494 3.1")
    void clientsAreListedWithWhatTheySayOfThemselves() {
        Account account = server.account();
        try (RawStream phone = RawStream.tls(server);
                RawClient desktop = RawClient.loginSecurely(server, account)) {
            phone(phone, account);
            List<Xml> clients = list(desktop);
            assertThat(clients).hasSize(2);
            Xml listed = withToken(clients);
            assertThat(listed.attr("connected")).isEqualTo("true");
            assertThat(listed.attr("type")).isEqualTo("session");
            assertThat(listed.child("permission").attr("status")).isEqualTo("unrestricted");
            assertThat(listed.child("user-agent").child("device").text()).isEqualTo("Bench");
            assertThat(listed.has("first-seen", CAM)).isTrue();
            assertThat(listed.has("last-seen", CAM)).isTrue();
            assertThat(listed.toString()).doesNotContain(agent.substring(16, 40));
        }
    }

    @Test
    @Spec("XEP-0494 3.2")
    void accessThatIsRevokedEndsTheSessionAndTheToken() {
        Account account = server.account();
        try (RawStream phone = RawStream.tls(server);
                RawStream again = RawStream.tls(server);
                RawClient desktop = RawClient.loginSecurely(server, account)) {
            String token = phone(phone, account);
            assertThat(revoke(desktop, withToken(list(desktop)).attr("id")).attr("type"))
                    .isEqualTo("result");
            assertThat(phone.error()).isEqualTo("not-authorized");
            assertThat(list(desktop)).hasSize(1);
            again.open();
            Xml refused = new Sasl2(again).token(account, NONE, token, "", agent);
            assertThat(refused.is("failure", Sasl2.NAMESPACE)).isTrue();
        }
    }

    @Test
    @Spec("XEP-0494 3.2")
    void aClientThatHasThePasswordIsKeptOutByANewOneOnly() {
        Account account = server.account();
        try (RawClient desktop = RawClient.loginSecurely(server, account)) {
            Xml refused = revoke(desktop, list(desktop).getFirst().attr("id"));
            assertThat(refused.condition()).isEqualTo("service-unavailable");
            assertThat(refused.child("error").has("password-reset-required", CAM)).isTrue();
            assertThat(revoke(desktop, "unknown").condition()).isEqualTo("item-not-found");
        }
    }

    @Test
    @Spec("XEP-0494 5")
    void nobodyElseMayLookOrRevoke() {
        Account account = server.account();
        try (RawClient stranger = RawClient.loginSecurely(server, server.account())) {
            Xml look = stranger.iq("get", account.jid(), "<list xmlns='%s'/>".formatted(CAM));
            assertThat(look.condition()).isEqualTo("forbidden");
            Xml revoke =
                    stranger.iq("set", account.jid(), "<revoke xmlns='%s' id='x'/>".formatted(CAM));
            assertThat(revoke.condition()).isEqualTo("forbidden");
        }
    }
}
