package dev.hermod.extensions.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.config.Retention;
import dev.hermod.roster.RosterFeature;
import dev.hermod.storage.LogEntry;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

class PreferencesTest {
    private static final JID ROMEO = TestServer.jid("romeo@example.org");
    private static final JID JULIET = TestServer.jid("juliet@example.org");

    private final TestServer server = server(Map.of());

    private static TestServer server(Map<String, String> settings) {
        return TestServer.with(
                settings, Clock.systemUTC(), new RosterFeature(), new ArchiveFeature());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static void prefer(TestClient client, String byDefault, String always, String never) {
        FrozenElement answer =
                client.ask(
                        "<iq type='set' id='p'><prefs xmlns='urn:xmpp:mam:2' default='%s'><always>%s</always><never>%s</never></prefs></iq>"
                                .formatted(byDefault, jids(always), jids(never)));
        assertThat(answer.attr("type")).isEqualTo("result");
    }

    private static String jids(String address) {
        return address.isEmpty() ? "" : "<jid>" + address + "</jid>";
    }

    private static void say(TestClient from, String to, String text) {
        from.send("<message type='chat' to='%s'><body>%s</body></message>".formatted(to, text));
        from.received();
    }

    private static List<String> archived(TestServer server, JID owner) {
        return texts(server.storage().memoryLog().archived(owner));
    }

    private List<String> hidden(JID owner) {
        return texts(server.storage().memoryLog().hidden(owner));
    }

    private static List<String> texts(List<LogEntry> entries) {
        return entries.stream()
                .map(entry -> new String(entry.stanza(), StandardCharsets.UTF_8))
                .map(xml -> xml.substring(xml.indexOf("<body>") + 6, xml.indexOf("</body>")))
                .toList();
    }

    @Test
    @Spec("XEP-0441 2.1")
    void preferencesAreToldWithBothListsThoughTheyAreEmpty() {
        TestClient romeo = server.login("romeo", "orchard");

        FrozenElement answer =
                romeo.ask("<iq type='get' id='p'><prefs xmlns='urn:xmpp:mam:2'/></iq>");

        FrozenElement prefs = Reading.child(answer, "prefs", ArchiveQuery.NAMESPACE);
        assertThat(prefs.attr("default")).isEqualTo("always");
        assertThat(prefs.childElements())
                .extracting(FrozenElement::localName)
                .containsExactly("always", "never");
    }

    @Test
    @Spec("XEP-0441 2.1")
    void changeIsAnsweredWithWhatIsInForceAndStays() {
        TestClient romeo = server.login("romeo", "orchard");
        prefer(romeo, "never", "juliet@example.org", "tybalt@example.org/street");
        romeo.logout();
        TestClient again = server.login("romeo", "garden");

        FrozenElement prefs =
                Reading.child(
                        again.ask("<iq type='get' id='p'><prefs xmlns='urn:xmpp:mam:2'/></iq>"),
                        "prefs",
                        ArchiveQuery.NAMESPACE);

        assertThat(prefs.attr("default")).isEqualTo("never");
        assertThat(prefs.toString())
                .contains("<jid>juliet@example.org</jid>", "<jid>tybalt@example.org/street</jid>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<prefs xmlns='urn:xmpp:mam:2'/>",
                "<prefs xmlns='urn:xmpp:mam:2' default='sometimes'/>"
            })
    @Spec("XEP-0441 2.1.1")
    void defaultIsOneOfThree(String prefs) {
        TestClient romeo = server.login("romeo", "orchard");

        FrozenElement answer = romeo.ask("<iq type='set' id='p'>" + prefs + "</iq>");

        assertThat(new Reading(List.of(), answer).condition()).isEqualTo("bad-request");
    }

    @Test
    void listsAreBounded() {
        try (TestServer small = server(Map.of("HERMOD_LIMITS__ARCHIVE_PREFERENCES", "1"))) {
            TestClient romeo = small.login("romeo", "orchard");

            FrozenElement answer =
                    romeo.ask(
                            "<iq type='set' id='p'><prefs xmlns='urn:xmpp:mam:2' default='always'><never>"
                                    + "<jid>a@example.org</jid><jid>b@example.org</jid></never></prefs></iq>");

            assertThat(new Reading(List.of(), answer).condition()).isEqualTo("not-allowed");
        }
    }

    @Test
    @Spec("XEP-0441 2.1.3")
    void historySwitchedOffKeepsNothingOfTheSenderAndTheRecipientsUntilItIsDelivered() {
        TestClient romeo = server.login("romeo", "orchard");
        TestClient juliet = server.login("juliet", "balcony");
        prefer(romeo, "never", "", "");
        prefer(juliet, "never", "", "");

        say(romeo, "juliet@example.org", "psst");

        assertThat(archived(server, ROMEO)).isEmpty();
        assertThat(hidden(ROMEO)).isEmpty();
        assertThat(archived(server, JULIET)).isEmpty();
        assertThat(hidden(JULIET)).containsExactly("psst");
    }

    @Test
    @Spec("XEP-0441 2.1.3")
    void eachSideDecidesForItself() {
        TestClient romeo = server.login("romeo", "orchard");
        server.account("juliet");
        prefer(romeo, "never", "", "");

        say(romeo, "juliet@example.org", "hi");

        assertThat(archived(server, ROMEO)).isEmpty();
        assertThat(archived(server, JULIET)).containsExactly("hi");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    always | ''                         | ''                          | true
                    always | ''                         | juliet@example.org          | false
                    always | ''                         | juliet@example.org/balcony  | false
                    always | ''                         | juliet@example.org/garden   | true
                    never  | ''                         | ''                          | false
                    never  | juliet@example.org         | ''                          | true
                    never  | juliet@example.org/balcony | ''                          | true
                    never  | juliet@example.org/garden  | ''                          | false
                    never  | juliet@example.org/balcony | juliet@example.org          | true
                    always | juliet@example.org         | juliet@example.org/balcony  | false
                    always | juliet@example.org         | juliet@example.org          | false
                    roster | ''                         | ''                          | false
                    """)
    @Spec("XEP-0441 2.3")
    void listedAddressWithoutResourceMeansAllAndWithOneThatOne(
            String byDefault, String always, String never, boolean kept) {
        TestClient romeo = server.login("romeo", "orchard");
        TestClient juliet = server.login("juliet", "balcony");
        prefer(romeo, byDefault, always, never);

        say(romeo, "juliet@example.org/balcony", "out");
        say(juliet, "romeo@example.org", "in");

        assertThat(archived(server, ROMEO)).isEqualTo(kept ? List.of("out", "in") : List.of());
    }

    @Test
    @Spec("XEP-0441 2.3")
    void contactsCountAlsoWhileNobodyIsOnline() {
        TestClient romeo = server.login("romeo", "orchard");
        TestClient juliet = server.login("juliet", "balcony");
        prefer(romeo, "roster", "", "");
        say(juliet, "romeo@example.org", "stranger");
        romeo.ask(
                "<iq type='set' id='r'><query xmlns='jabber:iq:roster'><item jid='juliet@example.org'/></query></iq>");
        say(juliet, "romeo@example.org", "online");
        romeo.logout();
        say(juliet, "romeo@example.org/orchard", "offline");

        assertThat(archived(server, ROMEO)).containsExactly("online", "offline");
    }

    @Test
    void accountThatNobodyHasUsedFollowsTheConfiguration() {
        try (TestServer never = server(Map.of("HERMOD_ARCHIVE__DEFAULT", "never"))) {
            TestClient juliet = never.login("juliet", "balcony");
            never.account("romeo");

            say(juliet, "romeo@example.org", "hi");

            assertThat(archived(never, ROMEO)).isEmpty();
            assertThat(archived(never, JULIET)).isEmpty();
        }
    }

    @Test
    void messageToOneselfIsKeptByOnesOwnPreferences() {
        TestClient romeo = server.login("romeo", "orchard");
        say(romeo, "romeo@example.org", "note");
        prefer(romeo, "never", "", "");
        say(romeo, "romeo@example.org", "secret");

        assertThat(archived(server, ROMEO)).containsExactly("note");
        assertThat(hidden(ROMEO)).containsExactly("secret");
    }

    @Test
    void accountThatKeepsNothingAfterDeliveryHasAnEmptyArchive() {
        TestClient romeo = server.login("romeo", "orchard");
        server.account("juliet");
        var actions = server.features().services().accountActions();
        actions.retention(ROMEO, Optional.of(new Retention.Delivered()));
        actions.retention(JULIET, Optional.of(new Retention.Delivered()));

        say(romeo, "juliet@example.org", "gone");
        actions.retention(ROMEO, Optional.empty());
        actions.retention(JULIET, Optional.of(new Retention.Days(90)));
        say(romeo, "juliet@example.org", "stays");

        assertThat(archived(server, ROMEO)).containsExactly("stays");
        assertThat(archived(server, JULIET)).containsExactly("stays");
        assertThat(hidden(JULIET)).containsExactly("gone");
    }

    @Test
    void whatGoesToServicesAndOthersIsInTheSendersArchive() {
        TestClient romeo = server.login("romeo", "orchard");

        say(romeo, "friend@elsewhere.example/home", "far");
        prefer(romeo, "always", "", "friend@elsewhere.example");
        say(romeo, "friend@elsewhere.example/home", "farther");

        assertThat(archived(server, ROMEO)).containsExactly("far");
        assertThat(server.remote()).hasSize(2);
    }
}
