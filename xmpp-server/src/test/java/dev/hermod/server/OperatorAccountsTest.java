package dev.hermod.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermod.admin.AccountSummary;
import dev.hermod.admin.Activity;
import dev.hermod.admin.NewAccount;
import dev.hermod.admin.OperationException;
import dev.hermod.admin.OperationException.Reason;
import dev.hermod.admin.RefusedAccount;
import dev.hermod.admin.SessionSummary;
import dev.hermod.auth.ScramHash;
import dev.hermod.config.Retention;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.Account;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.StreamErrorCondition;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

class OperatorAccountsTest {
    private static final JID ROMEO = TestServer.jid("romeo@example.org");

    private final List<JID> removals = new ArrayList<>();
    private final TestServer server =
            TestServer.with(
                    Map.of("HERMOD_ADMINS", "romeo@example.org"),
                    java.time.Clock.systemUTC(),
                    on -> on.onAccountRemoval(removals::add));
    private final ScramRecipe recipe =
            new ScramRecipe(List.of(ScramHash.SHA_1, ScramHash.SHA_256), 1, new SecureRandom());
    private final OperatorAccounts accounts =
            new OperatorAccounts(
                    server.features().services().config(),
                    server.storage(),
                    new StoredAccounts(
                            server.storage(), server.sessions(), recipe, server.features()),
                    server.sessions(),
                    recipe);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void accountIsAddedWithThePasswordThatWasGiven() throws Exception {
        assertThat(accounts.add(ROMEO, "secret", false)).isEmpty();
        assertThat(opens(ROMEO, "secret")).isTrue();
    }

    @Test
    void accountSaysHowLongItKeepsItsMessages() throws Exception {
        accounts.add(ROMEO, "secret", false);
        assertThat(accounts.show(ROMEO).retention()).isEqualTo("forever (by default)");

        accounts.retention(ROMEO, new Retention.Days(730));
        assertThat(accounts.show(ROMEO).retention()).isEqualTo("2y");

        accounts.retention(ROMEO, null);
        assertThat(accounts.show(ROMEO).retention()).isEqualTo("forever (by default)");
    }

    @Test
    void generatedPasswordIsToldAndOpensTheAccount() throws Exception {
        Optional<String> password = accounts.add(ROMEO, null, true);
        assertThat(password)
                .hasValueSatisfying(generated -> assertThat(opens(ROMEO, generated)).isTrue());
        assertThat(stored(ROMEO).admin()).isTrue();
    }

    @Test
    void refusalsSayWhatIsWrong() throws Exception {
        accounts.add(ROMEO, "secret", false);
        assertRefused(() -> accounts.add(ROMEO, "secret", false), Reason.CONFLICT);
        assertRefused(
                () -> accounts.add(TestServer.jid("romeo@example.com"), "x", false),
                Reason.INVALID);
        assertRefused(
                () -> accounts.add(TestServer.jid("example.org"), "x", false), Reason.INVALID);
        assertRefused(
                () -> accounts.add(TestServer.jid("a@example.org/b"), "x", false), Reason.INVALID);
        assertRefused(
                () -> accounts.add(TestServer.jid("a@example.org"), "", false), Reason.INVALID);
        assertRefused(() -> accounts.list("example.com", null, 10), Reason.INVALID);
    }

    @Test
    void unknownAccountsAreNotFound() {
        assertRefused(() -> accounts.changePassword(ROMEO, "secret"), Reason.NOT_FOUND);
        assertRefused(() -> accounts.disable(ROMEO), Reason.NOT_FOUND);
        assertRefused(() -> accounts.enable(ROMEO), Reason.NOT_FOUND);
        assertRefused(() -> accounts.remove(ROMEO), Reason.NOT_FOUND);
        assertRefused(() -> accounts.show(ROMEO), Reason.NOT_FOUND);
    }

    @Test
    void importAddsTheGoodAndNamesTheBad() throws Exception {
        accounts.add(ROMEO, "secret", false);
        JID juliet = TestServer.jid("juliet@example.org");
        List<RefusedAccount> refused =
                accounts.importAll(
                        List.of(
                                new NewAccount(ROMEO, "other"),
                                new NewAccount(juliet, "secret"),
                                new NewAccount(juliet, "again"),
                                new NewAccount(TestServer.jid("a@example.com"), "secret"),
                                new NewAccount(TestServer.jid("a@example.org"), "")));
        assertThat(opens(juliet, "secret")).isTrue();
        assertThat(opens(ROMEO, "secret")).isTrue();
        assertThat(refused)
                .extracting(one -> one.address().toString())
                .containsExactlyInAnyOrder(
                        "romeo@example.org",
                        "juliet@example.org",
                        "a@example.com",
                        "a@example.org");
    }

    @Test
    void disablingEndsSessionsAndEnablingUndoesIt() throws Exception {
        TestClient romeo = server.login("romeo", "orchard");
        accounts.disable(ROMEO);
        assertThat(romeo.awaitEnd().condition()).isEqualTo(StreamErrorCondition.NOT_AUTHORIZED);
        assertThat(stored(ROMEO).disabled()).isTrue();
        accounts.enable(ROMEO);
        assertThat(stored(ROMEO).disabled()).isFalse();
    }

    @Test
    void removalEndsSessionsTellsFeaturesAndErases() throws Exception {
        TestClient romeo = server.login("romeo", "orchard");
        accounts.remove(ROMEO);
        assertThat(romeo.awaitEnd().condition()).isEqualTo(StreamErrorCondition.NOT_AUTHORIZED);
        assertThat(removals).containsExactly(ROMEO);
        assertThat(server.storage().exists(ROMEO)).isFalse();
    }

    @Test
    void listIsPagedAndShowTellsMechanismsAndSessions() throws Exception {
        accounts.add(ROMEO, "secret", false);
        accounts.add(TestServer.jid("juliet@example.org"), "secret", false);
        assertThat(accounts.list("example.org", null, 1))
                .extracting(summary -> summary.address().toString())
                .containsExactly("juliet@example.org");
        assertThat(accounts.list("example.org", "juliet", 10))
                .singleElement()
                .extracting(AccountSummary::admin)
                .isEqualTo(true);
        server.login("romeo", "orchard");
        assertThat(accounts.show(ROMEO).mechanisms())
                .containsExactly("SCRAM-SHA-1", "SCRAM-SHA-256");
        assertThat(accounts.show(ROMEO).sessions())
                .extracting(SessionSummary::address)
                .containsExactly(TestServer.jid("romeo@example.org/orchard"));
    }

    @Test
    void sessionsAreListedInOrderAndEnded() {
        TestClient romeo = server.login("romeo", "orchard");
        server.login("juliet", "balcony");
        OperatorSessions sessions = new OperatorSessions(server.sessions());
        assertThat(sessions.list(null, 10))
                .extracting(session -> session.address().toString())
                .containsExactly("juliet@example.org/balcony", "romeo@example.org/orchard");
        assertThat(sessions.list(TestServer.jid("juliet@example.org/balcony"), 10)).hasSize(1);
        assertThat(sessions.end(ROMEO, "maintenance")).isEqualTo(1);
        assertThat(romeo.awaitEnd().text()).isEqualTo("maintenance");
        assertThat(sessions.end(TestServer.jid("nobody@example.org/x"), null)).isZero();
    }

    @Test
    void administratorsAreThoseWithTheMarkAndThoseOfTheConfiguration() throws Exception {
        JID marked = TestServer.jid("marked@example.org");
        JID nobody = TestServer.jid("nobody@example.org");
        assertThat(accounts.administrator(ROMEO)).as("no account yet").isFalse();
        accounts.add(ROMEO, "secret", false);
        accounts.add(marked, "secret", true);
        accounts.add(nobody, "secret", false);
        assertThat(accounts.administrator(ROMEO)).isTrue();
        assertThat(accounts.administrator(TestServer.jid("marked@example.org/x"))).isTrue();
        assertThat(accounts.administrator(nobody)).isFalse();
        assertThat(accounts.administrator(TestServer.jid("marked@example.com"))).isFalse();
        accounts.disable(marked);
        assertThat(accounts.administrator(marked)).as("disabled").isFalse();
    }

    @Test
    void accountsOfADomainAreCounted() throws Exception {
        accounts.add(ROMEO, "secret", false);
        assertThat(accounts.count("example.org")).isEqualTo(1);
        assertRefused(() -> accounts.count("example.com"), Reason.INVALID);
    }

    @Test
    void onlineAccountsAreActiveUnlessAllTheirSessionsAreAwayOrUnavailable() {
        TestClient romeo = server.login("romeo", "orchard");
        TestClient juliet = server.login("juliet", "balcony");
        TestClient chamber = server.login("juliet", "chamber");
        server.login("silent", "x");
        romeo.session().presence(presence("<presence><show>xa</show></presence>"));
        juliet.session().presence(presence("<presence><show>away</show></presence>"));
        chamber.session().presence(presence("<presence><show>dnd</show></presence>"));
        OperatorSessions sessions = new OperatorSessions(server.sessions());
        JID silent = TestServer.jid("silent@example.org");
        JID capulet = TestServer.jid("juliet@example.org");
        assertThat(sessions.accounts("example.org", Activity.ONLINE, 10))
                .containsExactly(capulet, ROMEO, silent);
        assertThat(sessions.accounts("example.org", Activity.ACTIVE, 10)).containsExactly(capulet);
        assertThat(sessions.accounts("example.org", Activity.IDLE, 10))
                .containsExactly(ROMEO, silent);
        assertThat(sessions.accounts("example.org", Activity.ONLINE, 1)).containsExactly(capulet);
        assertThat(sessions.count("example.org", Activity.IDLE)).isEqualTo(2);
        assertThat(sessions.count("example.com", Activity.ONLINE)).isZero();
    }

    private static Presence presence(String xml) {
        return Stanzas.presence(TestClient.parse(xml));
    }

    private static void assertRefused(ThrowingCallable operation, Reason reason) {
        assertThatThrownBy(operation)
                .isInstanceOfSatisfying(
                        OperationException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }

    private Account stored(JID address) {
        return server.storage().find(address).orElseThrow();
    }

    private boolean opens(JID address, String password) {
        return !stored(address).verifiers().isEmpty()
                && stored(address).verifiers().stream()
                        .allMatch(verifier -> verifier.matches(password));
    }
}
