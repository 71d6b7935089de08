package dev.hermod.extensions.commands;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermod.Spec;
import dev.hermod.extensions.disco.DiscoFeature;
import dev.hermod.feature.Command;
import dev.hermod.feature.CommandStep;
import dev.hermod.feature.CommandStep.Note;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.StanzaException;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.PacketError;

class CommandsFeatureTest {
    private static final String NS = CommandPayload.NAMESPACE;
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final String ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";
    private static final String FORMS = "jabber:x:data";

    private final TestClock clock = new TestClock();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final TestServer server =
            TestServer.with(
                    Map.of(),
                    clock,
                    new DiscoFeature(),
                    new CommandsFeature(),
                    on -> {
                        on.command(
                                new Command("config", "Configure", _ -> open.get(), _ -> first()));
                        on.command(
                                new Command(
                                        "list",
                                        "List",
                                        call -> call.requester().getNode().equals("romeo"),
                                        _ -> listed()));
                        on.command(
                                new Command(
                                        "broken",
                                        "Broken",
                                        _ -> {
                                            throw new StanzaException(
                                                    PacketError.Condition.feature_not_implemented);
                                        },
                                        _ -> listed()));
                    });
    private final TestClient romeo = server.login("romeo", "orchard");
    private final TestClient juliet = server.login("juliet", "balcony");
    private int ids;

    /// Two stages: a service, then how it is to run.
    private static CommandStep first() {
        Form form =
                new Form(
                        Form.Type.FORM,
                        List.of(
                                Field.of("service", FieldType.TEXT_SINGLE, "Service").asRequired(),
                                Field.of("count", FieldType.BOOLEAN, "Counted")));
        return CommandStep.more(form, answers -> second(answers.value("service")));
    }

    private static CommandStep second(@Nullable String service) throws StanzaException {
        if ("none".equals(service)) {
            throw new StanzaException(PacketError.Condition.conflict, "there is none");
        }
        Form form =
                new Form(
                        Form.Type.FORM,
                        List.of(Field.of("level", FieldType.TEXT_SINGLE, "Level of " + service)));
        return CommandStep.last(
                form,
                answers ->
                        "11".equals(answers.value("level"))
                                ? new CommandStep.Again("It goes to 10.")
                                : CommandStep.done(service + " runs at " + answers.value("level")));
    }

    private static CommandStep listed() {
        return new CommandStep.Done(
                List.of(Note.warning("few"), Note.error("none")),
                new Form(Form.Type.RESULT, List.of(Field.answer("service", "httpd"))));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    @Spec("XEP-0050 2.1")
    void supportIsAdvertised() {
        FrozenElement query = query(disco(romeo, INFO, ""), INFO);
        assertThat(query.children("feature", INFO))
                .extracting(feature -> feature.attr("var"))
                .contains(NS);
    }

    @Test
    @Spec("XEP-0050 2.2")
    void everybodyIsToldTheCommandsTheyMayUse() {
        assertThat(nodes(romeo)).containsExactly("config", "list");
        assertThat(nodes(juliet)).containsExactly("config");
        FrozenElement item =
                query(disco(romeo, ITEMS, NS), ITEMS).children("item", ITEMS).getFirst();
        assertThat(item.attr("jid")).isEqualTo("example.org");
        assertThat(item.attr("name")).isEqualTo("Configure");
    }

    @Test
    @Spec("XEP-0050 2.2")
    void listAndCommandsSayWhatTheyAre() {
        assertThat(identity(disco(romeo, INFO, NS))).isEqualTo("automation/command-list");
        FrozenElement answer = disco(romeo, INFO, "list");
        assertThat(identity(answer)).isEqualTo("automation/command-node");
        assertThat(query(answer, INFO).children("feature", INFO))
                .extracting(feature -> feature.attr("var"))
                .containsExactly(NS, FORMS);
        assertThat(query(disco(romeo, ITEMS, "list"), ITEMS).childElements()).isEmpty();
    }

    @Test
    @Spec("XEP-0050 2.2")
    void commandThatIsNotForTheRequesterIsForbidden() {
        assertThat(condition(disco(juliet, INFO, "list"))).isEqualTo("forbidden");
        assertThat(condition(disco(juliet, ITEMS, "list"))).isEqualTo("forbidden");
        assertThat(condition(execute(juliet, "node='list'", ""))).isEqualTo("forbidden");
        assertThat(condition(execute(romeo, "node='broken'", "")))
                .isEqualTo("feature-not-implemented");
    }

    @Test
    @Spec("XEP-0050 2.4.1")
    void simpleCommandEndsAtOnceWithNotesAndResult() {
        FrozenElement command = command(execute(romeo, "node='list' action='execute'", ""));
        assertThat(command.attr("status")).isEqualTo("completed");
        assertThat(command.attr("node")).isEqualTo("list");
        assertThat(command.attr("sessionid")).isNotEmpty();
        assertThat(command.lang()).isEqualTo("en");
        assertThat(command.child("actions", NS)).isNull();
        assertThat(command.children("note", NS))
                .extracting(note -> note.attr("type") + " " + note.text())
                .containsExactly("warn few", "error none");
        assertThat(requireNonNull(command.child("x", FORMS)).attr("type")).isEqualTo("result");
    }

    @Test
    @Spec("XEP-0050 2.4.2")
    void stagesAreGoneThroughForthAndBack() {
        FrozenElement one = command(execute(romeo, "node='config'", ""));
        assertThat(actions(one)).isEqualTo("next: next");
        assertThat(one.attr("status")).isEqualTo("executing");
        String id = requireNonNull(one.attr("sessionid"));

        FrozenElement two = command(next(id, "next", submit("service", "httpd")));
        assertThat(actions(two)).isEqualTo("complete: prev complete");
        assertThat(two.attr("sessionid")).isEqualTo(id);
        assertThat(label(two)).isEqualTo("Level of httpd");

        FrozenElement back = command(next(id, "prev", ""));
        assertThat(label(back)).isEqualTo("Service");
        assertThat(actions(back)).isEqualTo("next: next");

        // Without an action it is the usual one.
        assertThat(label(command(next(id, null, submit("service", "jabberd")))))
                .isEqualTo("Level of jabberd");
        FrozenElement done = command(next(id, "execute", submit("level", "3")));
        assertThat(done.attr("status")).isEqualTo("completed");
        assertThat(requireNonNull(done.child("note", NS)).text()).isEqualTo("jabberd runs at 3");
    }

    @Test
    @Spec("XEP-0050 2.4.3")
    void canceledCommandIsOver() {
        String id = begun();
        FrozenElement command = command(next(id, "cancel", ""));
        assertThat(command.attr("status")).isEqualTo("canceled");
        assertThat(command.childElements()).isEmpty();
        assertThat(problem(next(id, "next", submit("service", "httpd"))))
                .isEqualTo("not-allowed session-expired cancel");
    }

    @Test
    @Spec("XEP-0050 4.5")
    void completedExecutionCannotBeTakenOn() {
        String id = begun();
        next(id, "next", submit("service", "httpd"));
        next(id, "complete", submit("level", "3"));
        assertThat(problem(next(id, "complete", submit("level", "3"))))
                .isEqualTo("not-allowed session-expired cancel");
    }

    @Test
    @Spec("XEP-0050 4.5")
    void executionThatIsLeftAloneExpires() {
        String id = begun();
        clock.advance(Executions.LIFETIME.minusSeconds(1));
        next(id, "next", submit("service", "httpd"));
        clock.advance(Executions.LIFETIME.minusSeconds(1));
        assertThat(command(next(id, "prev", "")).attr("status")).isEqualTo("executing");
        clock.advance(Executions.LIFETIME);
        assertThat(problem(next(id, "next", submit("service", "httpd"))))
                .isEqualTo("not-allowed session-expired cancel");
    }

    @Test
    void oneAccountHasABoundedNumberOfExecutions() {
        String oldest = begun();
        String second = begun();
        for (int i = 2; i <= Executions.MOST_OF_AN_ACCOUNT; i++) {
            begun();
        }
        assertThat(problem(next(oldest, "cancel", "")))
                .isEqualTo("not-allowed session-expired cancel");
        assertThat(command(next(second, "cancel", "")).attr("status")).isEqualTo("canceled");
    }

    @Test
    void executionEndsWithTheSession() {
        String id = begun();
        romeo.logout();
        TestClient again = server.login("romeo", "orchard");
        assertThat(
                        problem(
                                execute(
                                        again,
                                        "node='config' sessionid='" + id + "'",
                                        submit("service", "httpd"))))
                .isEqualTo("not-allowed session-expired cancel");
    }

    @Test
    @Spec("XEP-0050 3.3")
    void executionBelongsToOneResourceAndOneCommand() {
        String id = begun();
        TestClient garden = server.login("romeo", "garden");
        String asked = "node='config' sessionid='" + id + "'";
        for (TestClient other : List.of(garden, juliet)) {
            assertThat(problem(execute(other, asked, submit("service", "httpd"))))
                    .isEqualTo("bad-request bad-sessionid modify");
        }
        assertThat(problem(execute(romeo, "node='list' sessionid='" + id + "'", "")))
                .isEqualTo("bad-request bad-sessionid modify");
        assertThat(command(next(id, "cancel", "")).attr("status")).isEqualTo("canceled");
    }

    @Test
    void rightIsAskedForAtEveryStage() {
        String id = begun();
        open.set(false);
        assertThat(condition(next(id, "next", submit("service", "httpd")))).isEqualTo("forbidden");
    }

    @ParameterizedTest
    @Spec("XEP-0050 4.5")
    @CsvSource({
        "node='config' action='dance', bad-request malformed-action modify",
        "node='config' action='cancel', bad-request bad-action modify",
        "node='config' action='next', bad-request bad-action modify",
        "node='config' sessionid='', bad-request bad-sessionid modify",
        "node='config' sessionid='made up', bad-request bad-sessionid modify",
        "node='config' xml:lang='fr-ca', bad-request bad-locale modify",
        "node='unknown', item-not-found  cancel",
        "action='execute', bad-request  modify"
    })
    void wrongRequestsAreRefused(String attributes, String problem) {
        assertThat(problem(execute(romeo, attributes, ""))).isEqualTo(problem);
    }

    @ParameterizedTest
    @Spec("XEP-0050 3.7")
    @ValueSource(strings = {"en", "en-US", "EN"})
    void englishIsSpoken(String language) {
        assertThat(command(execute(romeo, "node='config' xml:lang='" + language + "'", "")).lang())
                .isEqualTo("en");
    }

    @ParameterizedTest
    @Spec("XEP-0050 4.5")
    @CsvSource({"prev, bad-action", "complete, bad-action"})
    void actionThatTheStageDoesNotOfferIsRefused(String action, String condition) {
        String id = begun();
        assertThat(problem(next(id, action, submit("service", "httpd"))))
                .isEqualTo("bad-request " + condition + " modify");
    }

    @ParameterizedTest
    @Spec("XEP-0050 4.5")
    @ValueSource(
            strings = {
                "",
                "<x xmlns='jabber:x:data' type='submit'/>",
                "<x xmlns='jabber:x:data' type='form'><field var='service'><value>a</value></field></x>",
                "<x xmlns='jabber:x:data' type='submit'><field var='service'><value>a</value><value>b</value></field></x>",
                "<x xmlns='jabber:x:data' type='submit'><field var='service'><value>a</value></field><field var='count'><value>many</value></field></x>",
                "<x xmlns='jabber:x:data'/>"
            })
    void formThatDoesNotFitIsRefusedAndMayBeSentAgain(String form) {
        String id = begun();
        assertThat(problem(next(id, "next", form))).isEqualTo("bad-request bad-payload modify");
        assertThat(label(command(next(id, "next", submit("service", "httpd")))))
                .isEqualTo("Level of httpd");
    }

    @Test
    @Spec("XEP-0050 3.5.1")
    void formToCancelCountsAsSubmitted() {
        String id = begun();
        String form = submit("service", "httpd").replace("'submit'", "'cancel'");
        assertThat(label(command(next(id, "next", form)))).isEqualTo("Level of httpd");
    }

    @Test
    void commandMayAskAgainAndSayWhy() {
        String id = begun();
        next(id, "next", submit("service", "httpd"));
        FrozenElement again = command(next(id, "complete", submit("level", "11")));
        assertThat(again.attr("status")).isEqualTo("executing");
        assertThat(label(again)).isEqualTo("Level of httpd");
        FrozenElement note = requireNonNull(again.child("note", NS));
        assertThat(note.attr("type")).isEqualTo("error");
        assertThat(note.text()).isEqualTo("It goes to 10.");
        assertThat(command(next(id, "complete", submit("level", "10"))).attr("status"))
                .isEqualTo("completed");
    }

    @Test
    void refusalOfTheCommandLeavesItWhereItWasAndRepeatsNothingThatWasFilledIn() {
        String id = begun();
        FrozenElement refused = next(id, "next", submit("service", "none"));
        assertThat(condition(refused)).isEqualTo("conflict");
        FrozenElement repeated = requireNonNull(refused.child("command", NS));
        assertThat(repeated.attr("sessionid")).isEqualTo(id);
        assertThat(repeated.childElements()).isEmpty();
        assertThat(label(command(next(id, "next", submit("service", "httpd")))))
                .isEqualTo("Level of httpd");
    }

    @Test
    void nodeIsUnique() {
        Command same = new Command("config", "Another", _ -> true, _ -> listed());
        assertThatThrownBy(() -> server.features().command(same))
                .isInstanceOf(IllegalStateException.class);
    }

    private String begun() {
        return requireNonNull(command(execute(romeo, "node='config'", "")).attr("sessionid"));
    }

    private FrozenElement next(String id, @Nullable String action, String form) {
        String attributes = "node='config' sessionid='" + id + "'";
        return execute(
                romeo, action == null ? attributes : attributes + " action='" + action + "'", form);
    }

    private FrozenElement execute(TestClient client, String attributes, String children) {
        return client.ask(
                "<iq type='set' id='c%d' to='example.org'><command xmlns='%s' %s>%s</command></iq>"
                        .formatted(ids++, NS, attributes, children));
    }

    private FrozenElement disco(TestClient client, String namespace, String node) {
        String attribute = node.isEmpty() ? "" : " node='" + node + "'";
        return client.ask(
                "<iq type='get' id='d%d' to='example.org'><query xmlns='%s'%s/></iq>"
                        .formatted(ids++, namespace, attribute));
    }

    private List<@Nullable String> nodes(TestClient client) {
        return query(disco(client, ITEMS, NS), ITEMS).children("item", ITEMS).stream()
                .<@Nullable String>map(item -> item.attr("node"))
                .toList();
    }

    private static String submit(String field, String value) {
        return "<x xmlns='jabber:x:data' type='submit'><field var='%s'><value>%s</value></field></x>"
                .formatted(field, value);
    }

    private static FrozenElement command(FrozenElement answer) {
        assertThat(answer.attr("type")).as(answer.asXML()).isEqualTo("result");
        return requireNonNull(answer.child("command", NS));
    }

    private static FrozenElement query(FrozenElement answer, String namespace) {
        assertThat(answer.attr("type")).as(answer.asXML()).isEqualTo("result");
        return requireNonNull(answer.child("query", namespace));
    }

    private static String identity(FrozenElement answer) {
        FrozenElement identity = requireNonNull(query(answer, INFO).child("identity", INFO));
        return identity.attr("category") + "/" + identity.attr("type");
    }

    private static @Nullable String label(FrozenElement command) {
        return requireNonNull(requireNonNull(command.child("x", FORMS)).child("field", FORMS))
                .attr("label");
    }

    private static String actions(FrozenElement command) {
        FrozenElement actions = requireNonNull(command.child("actions", NS));
        List<String> allowed =
                actions.childElements().stream().map(FrozenElement::localName).toList();
        return actions.attr("execute") + ": " + String.join(" ", allowed);
    }

    private static FrozenElement error(FrozenElement answer) {
        assertThat(answer.attr("type")).as(answer.asXML()).isEqualTo("error");
        return requireNonNull(answer.child("error", "jabber:client"));
    }

    private static String condition(FrozenElement answer) {
        return name(error(answer), ERRORS);
    }

    /// Condition, specific condition, type.
    private static String problem(FrozenElement answer) {
        FrozenElement error = error(answer);
        return condition(answer) + " " + name(error, NS) + " " + error.attr("type");
    }

    private static String name(FrozenElement error, String namespace) {
        return error.childElements().stream()
                .filter(child -> child.namespace().equals(namespace))
                .map(FrozenElement::localName)
                .filter(name -> !name.equals("text"))
                .findFirst()
                .orElse("");
    }
}
