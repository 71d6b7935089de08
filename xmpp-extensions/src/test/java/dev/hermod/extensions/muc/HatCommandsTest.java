package dev.hermod.extensions.muc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.stanza.Form;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HatCommandsTest {
    private static final String NODE = "urn:xmpp:hats:commands:";
    private static final String ASSISTANT = "http://tech.example.edu/hats#TeacherAssistant";
    private static final String DISCO = "http://jabber.org/protocol/disco#";

    private final Meeting meeting = new Meeting();
    private final TestClient crone = meeting.person("crone");
    private final TestClient hag = meeting.person("hag");

    @BeforeEach
    void open() {
        meeting.open(crone, "firstwitch", Map.of("persistentroom", "1"));
        meeting.affiliate(crone, "hag", "member");
        meeting.enter(hag, "thirdwitch");
        meeting.heard(crone);
    }

    @AfterEach
    void close() {
        meeting.close();
    }

    private FrozenElement run(TestClient client, String command, String content) {
        return meeting.ask(
                client,
                "set",
                "<command xmlns='http://jabber.org/protocol/commands' action='execute' node='%s%s'>%s</command>"
                        .formatted(NODE, command, content));
    }

    private static String form(Map<String, String> answers) {
        return Meeting.submit(HatForms.TYPE, answers);
    }

    private FrozenElement create(String uri, String title) {
        return run(
                crone,
                "create",
                form(Map.of("hats#uri", uri, "hats#title", title, "hats#hue", "327.255249")));
    }

    private FrozenElement assign(String command, String person) {
        return run(
                crone,
                command,
                form(Map.of("hats#jid", person + "@example.org", "hats#uri", ASSISTANT)));
    }

    private static FrozenElement command(FrozenElement answer) {
        return requireNonNull(
                answer.child("command", "http://jabber.org/protocol/commands"), answer::toString);
    }

    private static void assertCompleted(FrozenElement answer) {
        assertThat(command(answer).attr("status")).isEqualTo("completed");
    }

    private static @Nullable FrozenElement hats(FrozenElement presence) {
        return presence.child("hats", "urn:xmpp:hats:0");
    }

    @Test
    @Spec("XEP-0317 2")
    void roomSaysThatItHasHatsAndWhenTheyChange() {
        FrozenElement before = info();
        assertThat(before.childElements())
                .anyMatch(one -> "urn:xmpp:hats:0".equals(one.attr("var")));
        assertThat(Meeting.form(before).value("hats#hash")).isNull();
        create(ASSISTANT, "Assistant");
        String first = Meeting.form(info()).value("hats#hash");
        create(ASSISTANT, "Helper");
        assertThat(Meeting.form(info()).value("hats#hash")).isNotNull().isNotEqualTo(first);
    }

    private FrozenElement info() {
        return meeting.ask(hag, "get", "<query xmlns='" + DISCO + "info'/>")
                .childElements()
                .getFirst();
    }

    @Test
    @Spec("XEP-0050 2.2")
    void commandsAreListedForThoseWhoMayUseThem() {
        String query =
                "<query xmlns='%sitems' node='http://jabber.org/protocol/commands'/>"
                        .formatted(DISCO);
        assertThat(meeting.ask(crone, "get", query).childElements().getFirst().childElements())
                .hasSize(6)
                .allSatisfy(one -> assertThat(one.attr("node")).startsWith(NODE));
        assertThat(meeting.ask(hag, "get", query).childElements().getFirst().childElements())
                .extracting(one -> one.attr("node"))
                .containsExactly(NODE + "list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "destroy", "assign", "unassign"})
    @Spec("XEP-0317 3.2")
    void commandWithoutFormAsksForIt(String name) {
        FrozenElement command = command(run(crone, name, ""));
        assertThat(command.attr("status")).isEqualTo("executing");
        assertThat(command.attr("sessionid")).isNotBlank();
        Form form = Meeting.form(command);
        assertThat(form.type()).isEqualTo(Form.Type.FORM);
        assertThat(form.formType()).isEqualTo("urn:xmpp:hats:commands");
    }

    @Test
    @Spec("XEP-0317 3.2")
    void newHatIsListedAndAllHearThatTheRoomHasChanged() {
        assertCompleted(create(ASSISTANT, "Assistant"));
        assertThat(Meeting.codes(meeting.heard(hag).getFirst())).containsExactly("104");
        Form list = Meeting.form(command(run(hag, "list", "")));
        assertThat(list.type()).isEqualTo(Form.Type.RESULT);
        assertThat(list.reported()).hasSize(3);
        assertThat(list.items()).hasSize(1);
        assertThat(list.items().getFirst())
                .extracting(Form.Field::value)
                .containsExactly("Assistant", ASSISTANT, "327.255249");
    }

    @Test
    @Spec("XEP-0317 3.1")
    void hatThatIsAssignedIsSeenInPresence() {
        create(ASSISTANT, "Assistant");
        meeting.heard(crone);
        assertCompleted(assign("assign", "hag"));
        FrozenElement presence = meeting.heard(crone).getFirst();
        assertThat(presence.attr("from")).isEqualTo(Meeting.ROOM + "/thirdwitch");
        FrozenElement hat = requireNonNull(hats(presence)).childElements().getFirst();
        assertThat(hat.attr("uri")).isEqualTo(ASSISTANT);
        assertThat(hat.attr("title")).isEqualTo("Assistant");
        assertThat(hat.attr("hue")).isEqualTo("327.255249");
        assertThat(meeting.enter(meeting.person("sister"), "secondwitch"))
                .filteredOn(one -> hats(one) != null)
                .extracting(one -> one.attr("from"))
                .containsExactly(Meeting.ROOM + "/thirdwitch");
    }

    @Test
    @Spec("XEP-0317 3.7")
    void adminsSeeWhoWearsWhat() {
        create(ASSISTANT, "Assistant");
        assign("assign", "hag");
        Form list = Meeting.form(command(run(crone, "list-assigned", "")));
        assertThat(list.items().getFirst())
                .extracting(Form.Field::value)
                .containsExactly("hag@example.org", "Assistant", ASSISTANT, "327.255249");
        assertThat(Meeting.condition(run(hag, "list-assigned", ""))).isEqualTo("forbidden");
    }

    @Test
    @Spec("XEP-0317 3.6")
    void hatThatIsTakenAwayIsSeenNoMore() {
        create(ASSISTANT, "Assistant");
        assign("assign", "hag");
        meeting.heard(crone);
        assertCompleted(assign("unassign", "hag"));
        assertThat(hats(meeting.heard(crone).getFirst())).isNull();
        assertThat(Meeting.condition(assign("unassign", "hag"))).isEqualTo("item-not-found");
    }

    @Test
    @Spec("XEP-0317 3.3")
    void hatThatIsDestroyedIsTakenFromAll() {
        create(ASSISTANT, "Assistant");
        assign("assign", "hag");
        meeting.heard(crone);
        assertCompleted(run(crone, "destroy", form(Map.of("hats#uri", ASSISTANT))));
        List<FrozenElement> heard = meeting.heard(crone);
        assertThat(hats(heard.getFirst())).isNull();
        assertThat(Meeting.codes(heard.getLast())).containsExactly("104");
        assertThat(Meeting.form(command(run(crone, "list-assigned", ""))).items()).isEmpty();
    }

    @Test
    @Spec("XEP-0317 3.2")
    void hatThatChangesIsShownAnew() {
        create(ASSISTANT, "Assistant");
        assign("assign", "hag");
        meeting.heard(crone);
        create(ASSISTANT, "Helper");
        FrozenElement hats = requireNonNull(hats(meeting.heard(crone).getFirst()));
        assertThat(hats.childElements().getFirst().attr("title")).isEqualTo("Helper");
    }

    @Test
    void whoIsNoMemberAnyMoreShowsNoHat() {
        create(ASSISTANT, "Assistant");
        assertThat(Meeting.condition(assign("assign", "sister"))).isEqualTo("not-acceptable");
        assign("assign", "hag");
        meeting.heard(crone);
        meeting.affiliate(crone, "hag", "none");
        assertThat(hats(meeting.heard(crone).getFirst())).isNull();
    }

    @Test
    void nobodyPutsAHatOnThemselves() {
        for (String name : List.of("create", "destroy", "assign", "unassign")) {
            assertThat(Meeting.condition(run(hag, name, ""))).isEqualTo("forbidden");
        }
        hag.send(
                "<presence to='%s/thirdwitch'><hats xmlns='urn:xmpp:hats:0'><hat title='Host' uri='urn:h'/></hats></presence>"
                        .formatted(Meeting.ROOM));
        assertThat(hats(meeting.heard(hag).getFirst())).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "not a uri, T, 1",
        "relative, T, 1",
        "urn:a, '', 1",
        "urn:a, T, 361",
        "urn:a, T, red"
    })
    void hatThatIsNoneIsNotAcceptable(String uri, String title, String hue) {
        FrozenElement answer =
                run(
                        crone,
                        "create",
                        form(Map.of("hats#uri", uri, "hats#title", title, "hats#hue", hue)));
        assertThat(Meeting.condition(answer)).isEqualTo("not-acceptable");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(Meeting.condition(assign("assign", "hag"))).isEqualTo("item-not-found");
        assertThat(Meeting.condition(run(crone, "knit", ""))).isEqualTo("item-not-found");
    }

    @Test
    void hatsSurviveARestart() {
        create(ASSISTANT, "Assistant \"<&>\"");
        assign("assign", "hag");
        String stored =
                meeting.storage().find(TestServer.jid(Meeting.ROOM)).orElseThrow().settings();
        Hats read = SettingsForm.parse(stored, RoomSettings.fresh("00", 10, 10)).hats();
        assertThat(read.all())
                .containsExactly(new Hats.Hat(ASSISTANT, "Assistant \"<&>\"", "327.255249"));
        assertThat(read.wears(TestServer.jid("hag@example.org"), ASSISTANT)).isTrue();
    }
}
