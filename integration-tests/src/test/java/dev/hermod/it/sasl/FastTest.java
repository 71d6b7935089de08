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
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedServer.class)
class FastTest {
    private static final String NONE = "HT-SHA-256-NONE";
    private static final String EXPORTER = "HT-SHA-256-EXPR";
    private static final String SM = "urn:xmpp:sm:3";

    private final HermodServer server;
    private final String agent = Sasl2.userAgent(UUID.randomUUID().toString());

    FastTest(HermodServer server) {
        this.server = server;
    }

    private static String wish(String mechanism) {
        return "<request-token xmlns='%s' mechanism='%s'/>".formatted(Sasl2.FAST, mechanism);
    }

    /// The answer to a login with a password that asks for a token.
    private Xml first(Account account, String mechanism, String inline) {
        try (RawStream stream = RawStream.tls(server)) {
            stream.open();
            return new Sasl2(stream).scram(account, agent + wish(mechanism) + inline);
        }
    }

    private String token(Account account, String mechanism) {
        return first(account, mechanism, "").child("token", Sasl2.FAST).attr("token");
    }

    private Xml login(Account account, String mechanism, String token, String fast, String inline) {
        try (RawStream stream = RawStream.tls(server)) {
            stream.open();
            return new Sasl2(stream).token(account, mechanism, token, fast, agent + inline);
        }
    }

    private static String failure(Xml answer) {
        assertThat(answer.is("failure", Sasl2.NAMESPACE)).as("%s", answer).isTrue();
        return answer.children().getFirst().name();
    }

    @Test
    @Spec("XEP-0484 3.1")
    void mechanismsForTokensAreOfferedApartFromTheOthers() {
        try (RawStream stream = RawStream.tls(server)) {
            Xml authentication = stream.open().child("authentication", Sasl2.NAMESPACE);
            Xml fast = authentication.child("inline", Sasl2.NAMESPACE).child("fast", Sasl2.FAST);
            assertThat(fast.children().stream().map(Xml::text))
                    .containsExactly(EXPORTER, "HT-SHA-256-ENDP", NONE);
            assertThat(fast.attr("tls-0rtt")).isIn("", "false", "0");
            assertThat(authentication.children().stream().map(Xml::text)).doesNotContain(NONE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {EXPORTER, "HT-SHA-256-ENDP", NONE})
    @Spec("XEP-0484 3.3, 3.4")
    void aTokenTakesThePlaceOfThePassword(String mechanism) {
        Account account = server.account();
        Xml token = first(account, mechanism, "").child("token", Sasl2.FAST);
        assertThat(Instant.parse(token.attr("expiry")))
                .isAfter(Instant.now().plus(Duration.ofDays(29)));
        Xml success = login(account, mechanism, token.attr("token"), "", "");
        assertThat(success.child("authorization-identifier", Sasl2.NAMESPACE).text())
                .isEqualTo(account.jid());
        assertThat(success.has("token", Sasl2.FAST)).isFalse();
    }

    @Test
    @Spec("XEP-0484 3.4, XEP-0198 10.2")
    void aSessionIsResumedInOneRoundTripWithoutThePassword() {
        Account account = server.account();
        try (RawStream lost = RawStream.tls(server);
                RawStream stream = RawStream.tls(server)) {
            lost.open();
            Xml before =
                    new Sasl2(lost)
                            .scram(
                                    account,
                                    agent
                                            + wish(EXPORTER)
                                            + Sasl2.bind(
                                                    "<enable xmlns='%s' resume='1'/>"
                                                            .formatted(SM)));
            String id = before.child("bound", Sasl2.BIND).child("enabled", SM).attr("id");
            lost.reset();
            stream.open();
            Xml success =
                    new Sasl2(stream)
                            .token(
                                    account,
                                    EXPORTER,
                                    before.child("token", Sasl2.FAST).attr("token"),
                                    "",
                                    agent
                                            + "<resume xmlns='%s' previd='%s' h='0'/>"
                                                    .formatted(SM, id));
            assertThat(success.child("resumed", SM).attr("previd")).isEqualTo(id);
        }
    }

    @Test
    @Spec("XEP-0484 3.4")
    void aTokenOfOneMechanismIsRefusedWithAnother() {
        Account account = server.account();
        String token = token(account, EXPORTER);
        assertThat(failure(login(account, NONE, token, "", ""))).isEqualTo("not-authorized");
        assertThat(login(account, EXPORTER, token, "", "").name()).isEqualTo("success");
    }

    @Test
    @Spec("XEP-0484 3.4")
    void aCountThatWasUsedBeforeIsRefused() {
        Account account = server.account();
        String token = token(account, NONE);
        assertThat(login(account, NONE, token, "count='1'", "").name()).isEqualTo("success");
        assertThat(failure(login(account, NONE, token, "count='1'", "")))
                .isEqualTo("not-authorized");
    }

    @Test
    @Spec("XEP-0484 3.6")
    void aClientThatLogsOutInvalidatesItsToken() {
        Account account = server.account();
        String token = token(account, NONE);
        Xml success = login(account, NONE, token, "invalidate='true'", "");
        assertThat(success.has("token", Sasl2.FAST)).isFalse();
        assertThat(failure(login(account, NONE, token, "", ""))).isEqualTo("not-authorized");
    }

    @Test
    @Spec("XEP-0484 3.6")
    void aTokenCanBeInvalidatedForAnother() {
        Account account = server.account();
        String token = token(account, NONE);
        String next =
                login(account, NONE, token, "invalidate='1'", wish(NONE))
                        .child("token", Sasl2.FAST)
                        .attr("token");
        assertThat(failure(login(account, NONE, token, "", ""))).isEqualTo("not-authorized");
        assertThat(login(account, NONE, next, "", "").name()).isEqualTo("success");
    }

    @Test
    @Spec("XEP-0484 4.1")
    void whoDoesNotSayWhichInstallationItIsGetsNone() {
        try (RawStream stream = RawStream.tls(server)) {
            stream.open();
            Xml success = new Sasl2(stream).scram(server.account(), wish(NONE));
            assertThat(success.name()).isEqualTo("success");
            assertThat(success.has("token", Sasl2.FAST)).isFalse();
        }
    }

    @Test
    void anotherInstallationCannotUseAStolenToken() {
        Account account = server.account();
        String token = token(account, NONE);
        try (RawStream thief = RawStream.tls(server)) {
            thief.open();
            Xml answer =
                    new Sasl2(thief)
                            .token(
                                    account,
                                    NONE,
                                    token,
                                    "",
                                    Sasl2.userAgent(UUID.randomUUID().toString()));
            assertThat(failure(answer)).isEqualTo("not-authorized");
        }
    }

    @Test
    void aNewPasswordEndsAllTokens() {
        Account account = server.account();
        String token = token(account, NONE);
        try (RawClient client = RawClient.loginSecurely(server, account)) {
            Xml answer =
                    client.iq(
                            "set",
                            "localhost",
                            "<query xmlns='jabber:iq:register'><username>%s</username><password>%s</password></query>"
                                    .formatted(
                                            account.localpart(), "another-" + account.password()));
            assertThat(answer.attr("type")).isEqualTo("result");
        }
        assertThat(failure(login(account, NONE, token, "", ""))).isEqualTo("not-authorized");
    }
}
