package dev.hermod.extensions.administration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.Spec;
import dev.hermod.extensions.commands.CommandsFeature;
import dev.hermod.extensions.disco.DiscoFeature;
import dev.hermod.presence.PresenceFeature;
import dev.hermod.roster.RosterFeature;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Messages of the day and of welcome.
class StandingMessagesTest {
    private static final String COMMANDS = "http://jabber.org/protocol/commands";

    private final TestServer server = server();
    private final TestClient admin = server.login("admin", "globe");

    private static TestServer server() {
        RosterFeature rosters = new RosterFeature();
        return TestServer.with(
                Map.of("HERMOD_ADMINS", "admin@example.org"),
                Clock.systemUTC(),
                rosters,
                new PresenceFeature(rosters),
                new DiscoFeature(),
                new CommandsFeature(),
                new AdministrationFeature());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private FrozenElement command(String task, String session, String content) {
        FrozenElement answer =
                admin.ask(
                        "<iq type='set' id='c' to='example.org'><command xmlns='%s' node='%s' %s>%s</command></iq>"
                                .formatted(COMMANDS, AdminCommands.node(task), session, content));
        return requireNonNull(answer.child("command", COMMANDS), answer::asXML);
    }

    private FrozenElement fill(String task, String field, String... lines) {
        String session =
                "sessionid='%s' action='complete'"
                        .formatted(command(task, "", "").attr("sessionid"));
        return command(
                task,
                session,
                "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/admin</value></field><field var='%s'><value>%s</value></field></x>"
                        .formatted(field, String.join("</value><value>", lines)));
    }

    private TestClient online(String localpart) {
        TestClient client = server.login(localpart, null);
        client.send("<presence/>");
        return client;
    }

    private static FrozenElement message(TestClient client) {
        return client.next(stanza -> stanza.localName().equals("message"));
    }

    private static String body(FrozenElement message) {
        return requireNonNull(message.child("body", "jabber:client"), message::asXML).text();
    }

    /// Whatever it was to be told is there when it has got something that came later.
    private static void hearsNothing(TestClient client) {
        client.ask(
                "<iq type='get' id='n' to='example.org'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
        await().during(java.time.Duration.ofMillis(100))
                .until(() ->
                        client.received().stream()
                                .noneMatch(one -> one.localName().equals("message")));
    }

    @Test
    @Spec("XEP-0133 4.24")
    void messageOfTheDayIsToldToEverybodyOnce() {
        TestClient romeo = online("romeo");

        assertThat(fill("set-motd", "motd", "The Globe opens", "tomorrow.").attr("status"))
                .isEqualTo("completed");

        FrozenElement told = message(romeo);
        assertThat(body(told)).isEqualTo("The Globe opens\ntomorrow.");
        assertThat(told.attr("from")).isEqualTo("example.org");
        assertThat(told.attr("type")).isEqualTo("headline");
        TestClient juliet = online("juliet");
        assertThat(body(message(juliet))).startsWith("The Globe");
        hearsNothing(online("romeo"));
        hearsNothing(online("juliet"));
        fill("set-motd", "motd", "Another");
        assertThat(body(message(juliet))).isEqualTo("Another");
    }

    @Test
    @Spec("XEP-0133 4.25")
    void messageOfTheDayIsEditedForThoseWhoHaveNotSeenIt() {
        TestClient romeo = online("romeo");
        fill("set-motd", "motd", "Stuff");
        assertThat(body(message(romeo))).isEqualTo("Stuff");

        assertThat(command("edit-motd", "", "").asXML()).contains("<value>Stuff</value>");
        fill("edit-motd", "motd", "Staff");

        assertThat(body(message(online("juliet")))).isEqualTo("Staff");
        hearsNothing(romeo);
    }

    @Test
    @Spec("XEP-0133 4.26")
    void deletedMessageOfTheDayIsToldToNobody() {
        fill("set-motd", "motd", "x");
        assertThat(command("delete-motd", "", "").attr("status")).isEqualTo("completed");
        hearsNothing(online("juliet"));
        assertThat(command("edit-motd", "", "").asXML()).doesNotContain("<value>x</value>");
    }

    @Test
    @Spec("XEP-0133 4.27, 4.28")
    void welcomeIsToldToWhoIsNew() {
        server.account("romeo");
        fill("set-welcome", "welcome", "Welcome to example.org");
        assertThat(command("set-welcome", "", "").asXML()).contains("Welcome to example.org");

        FrozenElement told = message(online("juliet"));

        assertThat(body(told)).isEqualTo("Welcome to example.org");
        assertThat(told.attr("type")).isEqualTo("normal");
        hearsNothing(online("romeo"));
        hearsNothing(online("juliet"));
        command("delete-welcome", "", "");
        hearsNothing(online("nurse"));
    }

    @Test
    void messageHasWords() {
        String session =
                "sessionid='%s' action='complete'"
                        .formatted(command("set-motd", "", "").attr("sessionid"));
        FrozenElement answer =
                admin.ask(
                        "<iq type='set' id='c' to='example.org'><command xmlns='%s' node='%s' %s><x xmlns='jabber:x:data' type='submit'><field var='motd'><value> </value></field></x></command></iq>"
                                .formatted(COMMANDS, AdminCommands.node("set-motd"), session));
        assertThat(answer.attr("type")).isEqualTo("error");
    }
}
