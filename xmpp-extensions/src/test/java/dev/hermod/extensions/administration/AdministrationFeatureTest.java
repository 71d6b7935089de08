package dev.hermod.extensions.administration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.extensions.commands.CommandsFeature;
import dev.hermod.extensions.disco.DiscoFeature;
import dev.hermod.extensions.lastactivity.LastActivities;
import dev.hermod.feature.Command;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.Account;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.Subscription;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

class AdministrationFeatureTest {
    private static final String COMMANDS = "http://jabber.org/protocol/commands";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final String ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";
    private static final String FORMS = "jabber:x:data";
    private static final JID TYBALT = TestServer.jid("tybalt@example.org");

    private final TestServer server =
            TestServer.with(
                    Map.of("HERMOD_ADMINS", "admin@example.org,sleeper@example.org"),
                    Clock.systemUTC(),
                    new DiscoFeature(),
                    new CommandsFeature(),
                    new AdministrationFeature());
    private final TestClient admin = server.login("admin", "globe");
    private final TestClient romeo = server.login("romeo", "orchard");
    private int ids;

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    @Spec("XEP-0133 3")
    void administratorsAreShownTheCommandsAndOthersNone() {
        assertThat(nodes(admin))
                .containsExactlyInAnyOrder(
                        "add-user",
                        "change-user-password",
                        "delete-user",
                        "disable-user",
                        "reenable-user",
                        "end-user-session",
                        "get-user-roster",
                        "get-user-lastlogin",
                        "user-stats",
                        "announce",
                        "set-motd",
                        "edit-motd",
                        "delete-motd",
                        "set-welcome",
                        "delete-welcome",
                        "get-registered-users-num",
                        "get-disabled-users-num",
                        "get-disabled-users-list",
                        "get-online-users-num",
                        "get-active-users-num",
                        "get-idle-users-num",
                        "get-registered-users-list",
                        "get-online-users-list",
                        "get-active-users",
                        "get-idle-users");
        assertThat(nodes(romeo)).isEmpty();
    }

    @Test
    @Spec("XEP-0133 7")
    void noCommandIsForAnybodyElse() {
        server.storage().create(TestServer.jid("marked@example.org"), List.of(), true);
        TestClient marked = server.login("marked", "x");
        server.storage().create(TestServer.jid("sleeper@example.org"), List.of(), false);
        TestClient sleeper = server.login("sleeper", "x");
        server.storage().setDisabled(TestServer.jid("sleeper@example.org"), true);

        assertThat(server.features().commands()).hasSizeGreaterThan(30);
        for (Command command : server.features().commands()) {
            assertThat(condition(execute(romeo, command.node(), "")))
                    .as("%s by nobody", command.node())
                    .isEqualTo("forbidden");
            assertThat(condition(execute(sleeper, command.node(), "")))
                    .as("%s by a disabled administrator", command.node())
                    .isEqualTo("forbidden");
            for (TestClient allowed : List.of(admin, marked)) {
                assertThat(condition(execute(allowed, command.node(), "")))
                        .as("%s by %s", command.node(), allowed.address())
                        .isIn("", "feature-not-implemented");
            }
        }
    }

    @Test
    @Spec("XEP-0133 7")
    void whoeverIsNotLoggedInHereIsNoAdministrator() {
        String iq =
                "<iq type='set' id='r1' from='admin@example.org/elsewhere' to='example.org'><command xmlns='%s' node='%s'/></iq>"
                        .formatted(COMMANDS, AdminCommands.node("get-registered-users-num"));
        TestClient elsewhere = server.login("admin", "elsewhere");
        // Without a session of ours behind it, as from another server.
        server.router().route(Stanzas.iq(TestClient.parse(iq)));
        assertThat(condition(elsewhere.next())).isEqualTo("forbidden");
    }

    @ParameterizedTest
    @Spec("XEP-0133 5")
    @ValueSource(strings = {"get-user-password", "restart", "shutdown", "edit-admin"})
    void whatIsNotOfferedIsNotImplemented(String task) {
        assertThat(condition(execute(admin, AdminCommands.node(task), "")))
                .isEqualTo("feature-not-implemented");
    }

    @Test
    @Spec("XEP-0133 4.1")
    void accountIsAddedWithAPassword() {
        FrozenElement form = form(begin("add-user"));
        assertThat(vars(form))
                .containsExactly("FORM_TYPE", "accountjid", "password", "password-verify");
        FrozenElement done =
                run(
                        "add-user",
                        field("accountjid", "Tybalt@example.org"),
                        field("password", "V3r0n4"),
                        field("password-verify", "V3r0n4"));
        assertThat(values(done, "accountjid")).containsExactly("tybalt@example.org");
        assertThat(values(done, "password")).isEmpty();
        assertThat(stored(TYBALT).verifiers()).allMatch(verifier -> verifier.matches("V3r0n4"));
        assertThat(stored(TYBALT).admin()).isFalse();
    }

    @Test
    @Spec("XEP-0133 4.1")
    void passwordThatWasNotGivenIsMadeAndTold() {
        FrozenElement done = run("add-user", field("accountjid", "tybalt@example.org"));
        String password = values(done, "password").getFirst();
        assertThat(stored(TYBALT).verifiers()).allMatch(verifier -> verifier.matches(password));
    }

    @Test
    void passwordsThatDifferAreAskedForAgain() {
        FrozenElement again =
                run(
                        "add-user",
                        field("accountjid", "tybalt@example.org"),
                        field("password", "one"),
                        field("password-verify", "two"));
        assertThat(again.attr("status")).isEqualTo("executing");
        assertThat(notes(again)).containsExactly("error The two passwords differ.");
        assertThat(server.storage().exists(TYBALT)).isFalse();
    }

    @ParameterizedTest
    @Spec("XEP-0133 5")
    @CsvSource({
        "add-user, accountjid, romeo@example.org, conflict",
        "add-user, accountjid, romeo@elsewhere.example, not-acceptable",
        "add-user, accountjid, example.org, not-acceptable",
        "add-user, accountjid, a@example.org/b, not-acceptable",
        "add-user, accountjid, not a jid@, bad-request",
        "delete-user, accountjids, nobody@example.org, item-not-found",
        "delete-user, accountjids, romeo@example.org/orchard, not-acceptable",
        "delete-user, accountjids, admin@example.org, not-acceptable",
        "disable-user, accountjids, nobody@example.org, item-not-found",
        "disable-user, accountjids, admin@example.org, not-acceptable",
        "reenable-user, accountjids, nobody@example.org, item-not-found",
        "reenable-user, accountjids, a@example.org/b, not-acceptable",
        "end-user-session, accountjids, nobody@example.org, item-not-found",
        "end-user-session, accountjids, '', bad-request",
        "get-online-users-list, max_items, 7, bad-request",
        "get-user-roster, accountjids, nobody@example.org, item-not-found",
        "get-user-lastlogin, accountjids, nobody@example.org, item-not-found",
        "user-stats, accountjid, nobody@example.org, item-not-found",
        "announce, announcement, ' ', not-acceptable"
    })
    void refusalsAreStanzaErrors(String task, String field, String value, String condition) {
        assertThat(condition(submit(task, field(field, value)))).isEqualTo(condition);
    }

    @Test
    @Spec("XEP-0133 4.2")
    void accountsAreDeletedAndTheirSessionsEnd() {
        server.account("tybalt");
        FrozenElement done =
                run("delete-user", field("accountjids", "romeo@example.org", "tybalt@example.org"));
        assertThat(notes(done)).containsExactly("info deleted: 2 of 2");
        assertThat(romeo.awaitEnd().condition()).isEqualTo(StreamErrorCondition.NOT_AUTHORIZED);
        assertThat(server.storage().exists(TYBALT)).isFalse();
        assertThat(server.storage().exists(TestServer.jid("romeo@example.org"))).isFalse();
    }

    @Test
    @Spec("XEP-0050 3.6")
    void whatFailsForSomeIsNoted() {
        server.account("tybalt");
        FrozenElement done =
                run(
                        "delete-user",
                        field("accountjids", "nobody@example.org", "tybalt@example.org"));
        assertThat(done.attr("status")).isEqualTo("completed");
        assertThat(notes(done))
                .containsExactly(
                        "info deleted: 1 of 2",
                        "error nobody@example.org: there is no account nobody@example.org");
        assertThat(server.storage().exists(TYBALT)).isFalse();
    }

    @Test
    @Spec("XEP-0133 4.3, 4.4")
    void disabledAccountLosesItsSessionsAndIsEnabledAgain() {
        run("disable-user", field("accountjids", "romeo@example.org"));
        assertThat(romeo.awaitEnd().condition()).isEqualTo(StreamErrorCondition.NOT_AUTHORIZED);
        assertThat(stored(TestServer.jid("romeo@example.org")).disabled()).isTrue();
        run("reenable-user", field("accountjids", "romeo@example.org"));
        assertThat(stored(TestServer.jid("romeo@example.org")).disabled()).isFalse();
    }

    @Test
    @Spec("XEP-0133 4.5")
    void bareAddressEndsAllSessionsAndAFullOneOne() {
        TestClient garden = server.login("romeo", "garden");
        run("end-user-session", field("accountjids", "romeo@example.org/garden"));
        assertThat(garden.awaitEnd().condition()).isEqualTo(StreamErrorCondition.RESET);
        assertThat(romeo.received()).isEmpty();
        assertThat(romeo.end()).isNull();
        run("end-user-session", field("accountjids", "romeo@example.org"));
        assertThat(romeo.awaitEnd().condition()).isEqualTo(StreamErrorCondition.RESET);
        assertThat(stored(TestServer.jid("romeo@example.org")).disabled()).isFalse();
    }

    @Test
    @Spec("XEP-0133 4.7")
    void passwordIsChanged() {
        server.account("tybalt");
        run(
                "change-user-password",
                field("accountjid", "tybalt@example.org"),
                field("password", "n3w"));
        assertThat(stored(TYBALT).verifiers()).allMatch(verifier -> verifier.matches("n3w"));
        assertThat(
                        condition(
                                submit(
                                        "change-user-password",
                                        field("accountjid", "tybalt@example.org"))))
                .isEqualTo("bad-request");
    }

    @Test
    @Spec("XEP-0133 4.8")
    void contactsAreShown() {
        JID juliet = TestServer.jid("juliet@example.org");
        RosterItem item =
                new RosterItem(
                        juliet,
                        "J",
                        Set.of("Friends"),
                        Subscription.BOTH,
                        true,
                        false,
                        false,
                        null);
        JID owner = TestServer.jid("romeo@example.org");
        server.storage().rosters().update(owner, juliet, 10, _ -> item);
        FrozenElement done = run("get-user-roster", field("accountjids", "romeo@example.org"));
        assertThat(values(done, "accountjids")).containsExactly("romeo@example.org");
        FrozenElement roster = requireNonNull(form(done).child("query", "jabber:iq:roster"));
        assertThat(roster.childElements().getFirst().asXML())
                .contains("juliet@example.org", "both", "Friends");
        assertThat(
                        condition(
                                submit(
                                        "get-user-roster",
                                        field(
                                                "accountjids",
                                                "romeo@example.org",
                                                "admin@example.org"))))
                .isEqualTo("not-acceptable");
    }

    @Test
    @Spec("XEP-0133 4.9")
    void whenAccountsWereLastOnlineIsShown() {
        server.account("tybalt");
        server.account("mercutio");
        Instant then = Instant.parse("2003-12-19T17:58:35Z");
        server.storage()
                .port(LastActivities.class)
                .store(List.of(new LastActivities.Seen(TYBALT, then, null)));
        FrozenElement done =
                run(
                        "get-user-lastlogin",
                        field(
                                "accountjids",
                                "tybalt@example.org",
                                "mercutio@example.org",
                                "romeo@example.org"));
        assertThat(values(done, "lastlogin"))
                .hasSize(3)
                .startsWith("2003-12-19T17:58:35.000Z", "never")
                .last()
                .asString()
                .startsWith("20");
    }

    @Test
    @Spec("XEP-0133 4.10")
    void numbersOfAnAccountAreShown() {
        server.login("romeo", "garden");
        FrozenElement done = run("user-stats", field("accountjid", "romeo@example.org"));
        assertThat(values(done, "ipaddresses")).containsExactly("127.0.0.1");
        assertThat(values(done, "rostersize")).containsExactly("0");
        assertThat(values(done, "onlineresources")).containsExactlyInAnyOrder("orchard", "garden");
    }

    @Test
    @Spec("XEP-0133 4.14, 4.19")
    void disabledAccountsAreCountedAndListed() {
        server.account("tybalt");
        server.storage().setDisabled(TYBALT, true);
        assertThat(values(begin("get-disabled-users-num"), "disabledusersnum"))
                .containsExactly("1");
        assertThat(listed("get-disabled-users-list", "disableduserjids"))
                .containsExactly("tybalt@example.org");
    }

    @Test
    @Spec("XEP-0133 4.23")
    void announcementReachesWhoeverIsAvailable() {
        TestClient garden = server.login("romeo", "garden");
        romeo.session().presence(presence("<presence/>"));
        FrozenElement done =
                run("announce", field("announcement", "Attention!", "Please log off."));
        assertThat(notes(done)).containsExactly("info sent to 1 sessions");
        FrozenElement heard = romeo.next();
        assertThat(heard.attr("type")).isEqualTo("headline");
        assertThat(heard.attr("from")).isEqualTo("example.org");
        assertThat(requireNonNull(heard.child("body", "jabber:client")).text())
                .isEqualTo("Attention!\nPlease log off.");
        assertThat(garden.received()).isEmpty();
    }

    @Test
    void commandsAreAtTheOwnAccountToo() {
        FrozenElement items =
                admin.ask(
                        "<iq type='get' id='own1' to='admin@example.org'><query xmlns='%s' node='%s'/></iq>"
                                .formatted(ITEMS, COMMANDS));
        assertThat(items.asXML()).contains("admin#add-user").contains("jid='admin@example.org'");
        FrozenElement done =
                admin.ask(
                        "<iq type='set' id='own2' to='admin@example.org'><command xmlns='%s' node='%s'/></iq>"
                                .formatted(
                                        COMMANDS, AdminCommands.node("get-registered-users-num")));
        assertThat(done.asXML()).contains("registeredusersnum");
        for (String ask :
                List.of(
                        "<iq type='set' id='o3' to='admin@example.org'><command xmlns='%s' node='%s'/></iq>",
                        "<iq type='get' id='o4' to='admin@example.org'><query xmlns='http://jabber.org/protocol/disco#items' xmlns:c='%s' node='%s'/></iq>")) {
            FrozenElement refused =
                    romeo.ask(
                            ask.formatted(
                                    COMMANDS, AdminCommands.node("get-registered-users-num")));
            assertThat(refused.asXML())
                    .doesNotContain("registeredusersnum")
                    .doesNotContain("command-node");
        }
        FrozenElement none =
                romeo.ask(
                        "<iq type='get' id='own5' to='romeo@example.org'><query xmlns='%s' node='%s'/></iq>"
                                .formatted(ITEMS, COMMANDS));
        assertThat(none.asXML()).doesNotContain("admin#");
    }

    @Test
    @Spec("XEP-0133 4.13, 4.15 to 4.17")
    void accountsAreCounted() {
        server.account("tybalt");
        romeo.session().presence(presence("<presence/>"));
        admin.session().presence(presence("<presence><show>away</show></presence>"));
        assertThat(values(begin("get-registered-users-num"), "registeredusersnum"))
                .containsExactly("3");
        assertThat(values(begin("get-online-users-num"), "onlineusersnum")).containsExactly("2");
        assertThat(values(begin("get-active-users-num"), "activeusersnum")).containsExactly("1");
        assertThat(values(begin("get-idle-users-num"), "idleusersnum")).containsExactly("1");
    }

    @Test
    @Spec("XEP-0133 4.18, 4.20 to 4.22")
    void accountsAreListed() {
        server.account("tybalt");
        server.login("romeo", "garden");
        romeo.session().presence(presence("<presence/>"));
        assertThat(listed("get-registered-users-list", "registereduserjids"))
                .containsExactly("admin@example.org", "romeo@example.org", "tybalt@example.org");
        assertThat(listed("get-online-users-list", "onlineuserjids"))
                .containsExactly("admin@example.org", "romeo@example.org");
        assertThat(listed("get-active-users", "activeuserjids"))
                .containsExactly("romeo@example.org");
        assertThat(listed("get-idle-users", "idleuserjids")).containsExactly("admin@example.org");
    }

    @Test
    @Spec("XEP-0133 4.18")
    void listIsAsLongAsAskedForAndSaysThatThereMayBeMore() {
        IntStream.range(0, 30).forEach(number -> server.account("extra" + number));
        FrozenElement done = run("get-registered-users-list", field("max_items", "25"));
        assertThat(values(done, "registereduserjids")).hasSize(25);
        assertThat(notes(done)).containsExactly("warn There may be more than these 25.");
    }

    private static org.xmpp.packet.Presence presence(String xml) {
        return Stanzas.presence(TestClient.parse(xml));
    }

    private List<String> listed(String task, String field) {
        return values(run(task, field("max_items", "none")), field);
    }

    private List<String> nodes(TestClient client) {
        FrozenElement answer =
                client.ask(
                        "<iq type='get' id='n%d' to='example.org'><query xmlns='%s' node='%s'/></iq>"
                                .formatted(ids++, ITEMS, COMMANDS));
        return requireNonNull(answer.child("query", ITEMS)).children("item", ITEMS).stream()
                .map(item -> String.valueOf(item.attr("node")))
                .map(node -> node.substring(node.indexOf('#') + 1))
                .toList();
    }

    /// The `<command/>` that the first request is answered with.
    private FrozenElement begin(String task) {
        FrozenElement answer = execute(admin, AdminCommands.node(task), "");
        assertThat(answer.attr("type")).as(answer.asXML()).isEqualTo("result");
        return requireNonNull(answer.child("command", COMMANDS));
    }

    private FrozenElement run(String task, String... fields) {
        FrozenElement answer = submit(task, fields);
        assertThat(answer.attr("type")).as(answer.asXML()).isEqualTo("result");
        return requireNonNull(answer.child("command", COMMANDS));
    }

    private FrozenElement submit(String task, String... fields) {
        String form =
                "<x xmlns='jabber:x:data' type='submit'>%s%s</x>"
                        .formatted(
                                field("FORM_TYPE", AdminCommands.NAMESPACE),
                                String.join("", fields));
        String id = String.valueOf(begin(task).attr("sessionid"));
        return execute(admin, AdminCommands.node(task) + "' sessionid='" + id, form);
    }

    private FrozenElement execute(TestClient client, String node, String children) {
        return client.ask(
                "<iq type='set' id='c%d' to='example.org'><command xmlns='%s' node='%s'>%s</command></iq>"
                        .formatted(ids++, COMMANDS, node, children));
    }

    private static String field(String name, String... values) {
        return Arrays.stream(values)
                .map(value -> "<value>" + value + "</value>")
                .collect(Collectors.joining("", "<field var='" + name + "'>", "</field>"));
    }

    private static FrozenElement form(FrozenElement command) {
        return requireNonNull(command.child("x", FORMS));
    }

    private static List<String> vars(FrozenElement form) {
        return form.children("field", FORMS).stream()
                .map(field -> String.valueOf(field.attr("var")))
                .toList();
    }

    private static List<String> values(FrozenElement command, String field) {
        return form(command).children("field", FORMS).stream()
                .filter(one -> field.equals(one.attr("var")))
                .flatMap(one -> one.children("value", FORMS).stream())
                .map(FrozenElement::text)
                .toList();
    }

    private static List<String> notes(FrozenElement command) {
        return command.children("note", COMMANDS).stream()
                .map(note -> note.attr("type") + " " + note.text())
                .toList();
    }

    private static String condition(FrozenElement answer) {
        FrozenElement error = answer.child("error", "jabber:client");
        return error == null
                ? ""
                : error.childElements().stream()
                        .filter(child -> child.namespace().equals(ERRORS))
                        .map(FrozenElement::localName)
                        .findFirst()
                        .orElse("");
    }

    private Account stored(JID address) {
        return server.storage().find(address).orElseThrow();
    }
}
