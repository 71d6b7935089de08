package dev.hermod.extensions.muc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.stanza.Form;
import dev.hermod.testing.TestClient;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoiceRequestsTest {
    private static final String ALLOW = "muc#request_allow";

    private final Meeting meeting = new Meeting();
    private final TestClient crone = meeting.person("crone");
    private final TestClient hag = meeting.person("hag");

    @BeforeEach
    void open() {
        meeting.open(crone, "firstwitch", Map.of("moderatedroom", "1"));
        meeting.enter(hag, "thirdwitch");
        meeting.heard(crone);
    }

    @AfterEach
    void close() {
        meeting.close();
    }

    private static String request(String role) {
        return "<message to='%s' id='yd53c486'>%s</message>"
                .formatted(
                        Meeting.ROOM, Meeting.submit(VoiceRequests.TYPE, Map.of("muc#role", role)));
    }

    private FrozenElement question() {
        return crone.next(one -> one.child("x", "jabber:x:data") != null);
    }

    private String role(String nick) {
        FrozenElement answer =
                meeting.ask(
                        crone,
                        "get",
                        "<query xmlns='http://jabber.org/protocol/muc#admin'><item role='%s'/></query>"
                                .formatted("visitor"));
        return answer.childElements().getFirst().childElements().stream()
                        .anyMatch(item -> nick.equals(item.attr("nick")))
                ? "visitor"
                : "other";
    }

    @Test
    @Spec("XEP-0045 8.6")
    void everyModeratorIsAskedWithAForm() {
        TestClient sister = meeting.person("sister");
        meeting.enter(sister, "secondwitch");
        meeting.role(crone, "secondwitch", "moderator");
        TestClient wizard = meeting.person("wizard");
        meeting.enter(wizard, "merlin");
        for (TestClient client : List.of(crone, sister, hag)) {
            meeting.heard(client);
        }
        hag.send(request("participant"));
        for (TestClient moderator : List.of(crone, sister)) {
            FrozenElement question = moderator.next();
            assertThat(question.getName()).isEqualTo("message");
            assertThat(question.attr("from")).isEqualTo(Meeting.ROOM);
            Form form = Meeting.form(question);
            assertThat(form.type()).isEqualTo(Form.Type.FORM);
            assertThat(form.formType()).isEqualTo(VoiceRequests.TYPE);
            assertThat(form.value("muc#role")).isEqualTo("participant");
            assertThat(form.value("muc#jid")).isEqualTo("hag@example.org/here");
            assertThat(form.value("muc#roomnick")).isEqualTo("thirdwitch");
            assertThat(form.value(ALLOW)).isEqualTo("false");
        }
        assertThat(meeting.heard(wizard)).isEmpty();
        assertThat(meeting.heard(hag)).isEmpty();
    }

    @Test
    @Spec("XEP-0045 8.6")
    void approvalGivesVoiceAndAllSeeIt() {
        hag.send(request("participant"));
        crone.send(Meeting.answered(question(), ALLOW, "true"));
        for (TestClient client : List.of(crone, hag)) {
            FrozenElement presence = meeting.heard(client).getFirst();
            assertThat(presence.attr("from")).isEqualTo(Meeting.ROOM + "/thirdwitch");
            assertThat(Meeting.item(presence).attr("role")).isEqualTo("participant");
        }
        hag.send(
                "<message type='groupchat' to='%s'><body>hail</body></message>"
                        .formatted(Meeting.ROOM));
        assertThat(hag.next().attr("type")).isEqualTo("groupchat");
    }

    @Test
    void refusalChangesNothing() {
        hag.send(request("participant"));
        crone.send(Meeting.answered(question(), ALLOW, "false"));
        assertThat(meeting.heard(crone)).isEmpty();
        assertThat(role("thirdwitch")).isEqualTo("visitor");
    }

    @Test
    @Spec("XEP-0045 8.6")
    void visitorCannotAnswerItself() {
        hag.send(request("participant"));
        hag.send(Meeting.answered(question(), ALLOW, "true"));
        assertThat(Meeting.condition(hag.next())).isEqualTo("forbidden");
        assertThat(role("thirdwitch")).isEqualTo("visitor");
    }

    @Test
    void whoHasVoiceIsNotAskedAbout() {
        meeting.role(crone, "thirdwitch", "participant");
        meeting.heard(hag);
        meeting.heard(crone);
        hag.send(request("participant"));
        assertThat(meeting.heard(hag)).isEmpty();
        assertThat(meeting.heard(crone)).isEmpty();
    }

    @Test
    void lateApprovalTakesNothingFromWhoIsAModeratorByThen() {
        hag.send(request("participant"));
        FrozenElement question = question();
        meeting.role(crone, "thirdwitch", "moderator");
        meeting.heard(hag);
        crone.send(Meeting.answered(question, ALLOW, "true"));
        meeting.heard(crone);
        assertThat(meeting.heard(hag)).isEmpty();
    }

    @Test
    void approvalIsForThePersonThatAskedWhateverItsNickIsNow() {
        hag.send(request("participant"));
        FrozenElement question = question();
        hag.send("<presence to='%s/hecate'/>".formatted(Meeting.ROOM));
        meeting.heard(hag);
        TestClient wizard = meeting.person("wizard");
        meeting.enter(wizard, "thirdwitch");
        crone.send(Meeting.answered(question, ALLOW, "true"));
        meeting.heard(crone);
        assertThat(role("hecate")).isEqualTo("other");
        assertThat(role("thirdwitch")).isEqualTo("visitor");
    }

    @Test
    void approvalForSomebodyWhoIsGoneIsNotFound() {
        hag.send(request("participant"));
        FrozenElement question = question();
        meeting.leave(hag, "thirdwitch");
        meeting.heard(crone);
        crone.send(Meeting.answered(question, ALLOW, "true"));
        assertThat(Meeting.condition(crone.next())).isEqualTo("item-not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"moderator", "none", "king"})
    void onlyVoiceCanBeAskedFor(String role) {
        hag.send(request(role));
        assertThat(Meeting.condition(hag.next())).isEqualTo("bad-request");
        assertThat(meeting.heard(crone)).isEmpty();
    }

    @Test
    void whoIsNotThereCannotAsk() {
        TestClient wizard = meeting.person("wizard");
        wizard.send(request("participant"));
        assertThat(Meeting.condition(wizard.next())).isEqualTo("not-acceptable");
        assertThat(meeting.heard(crone)).isEmpty();
    }

    @Test
    void moderatorsAreNotAskedAgainAndAgain() {
        hag.send(request("participant"));
        question();
        hag.send(request("participant"));
        FrozenElement answer = hag.next();
        assertThat(Meeting.condition(answer)).isEqualTo("resource-constraint");
        assertThat(requireNonNull(Meeting.errorType(answer))).isEqualTo("wait");
        assertThat(meeting.heard(crone)).isEmpty();
    }

    @Test
    void visitorHearsThatNoModeratorIsThere() {
        meeting.affiliate(crone, "sister", "owner");
        meeting.configure(crone, Map.of("persistentroom", "1"));
        meeting.leave(crone, "firstwitch");
        meeting.heard(hag);
        hag.send(request("participant"));
        FrozenElement answer = hag.next();
        assertThat(Meeting.condition(answer)).isEqualTo("recipient-unavailable");
        assertThat(Meeting.errorType(answer)).isEqualTo("wait");
    }
}
