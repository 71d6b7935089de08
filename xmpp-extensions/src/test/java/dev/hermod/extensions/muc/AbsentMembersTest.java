package dev.hermod.extensions.muc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.extensions.muc.RoomMessage.Absent;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/// Members who are not in the room are named to those who want to wake them.
class AbsentMembersTest {
    private static final JID HAG = TestServer.jid("hag@example.org");
    private static final JID CRONE = TestServer.jid("crone@example.org");

    private final LinkedBlockingQueue<RoomMessage> told = new LinkedBlockingQueue<>();
    private final Meeting meeting = new Meeting(Map.of(), new RoomsFeature(told::add));
    private final TestClient owner = meeting.person("owner");

    @AfterEach
    void close() {
        meeting.close();
    }

    private void open(boolean membersOnly) {
        meeting.server().account("hag");
        meeting.server().account("crone");
        meeting.open(owner, "first", Map.of("membersonly", membersOnly ? "1" : "0"));
        meeting.affiliate(owner, "hag", "member");
        meeting.affiliate(owner, "crone", "admin");
        meeting.heard(owner);
    }

    private List<FrozenElement> say(TestClient client, String content) {
        client.send(
                "<message to='%s' type='groupchat' id='m'>%s</message>"
                        .formatted(Meeting.ROOM, content));
        return meeting.heard(client);
    }

    private RoomMessage next() throws InterruptedException {
        return Objects.requireNonNull(told.poll(10, TimeUnit.SECONDS), "nothing was told");
    }

    @Test
    void membersWithoutAnOccupantAreNamedAndNeitherOutcastsNorTheSender() throws Exception {
        open(true);
        meeting.affiliate(owner, "enemy", "outcast");
        say(owner, "<body>hail</body>");
        RoomMessage message = next();
        assertThat(message.absent())
                .containsExactlyInAnyOrder(
                        new Absent(HAG, false, false), new Absent(CRONE, false, false));
        assertThat(message.sender()).isEqualTo(owner.address().asBareJID());
        assertThat(message.id()).isPositive();
        assertThat(message.message().toString()).contains("hail");
    }

    @Test
    void whoComesIsNotNamedAndWhoGoesIsNamedByTheNickTheyHad() throws Exception {
        open(true);
        TestClient hag = meeting.person("hag");
        meeting.enter(hag, "Second Witch");
        say(owner, "<body>hail</body>");
        assertThat(next().absent()).extracting(Absent::person).containsExactly(CRONE);
        meeting.leave(hag, "Second Witch");
        say(owner, "<body>second witch, crone?</body>");
        assertThat(next().absent())
                .containsExactlyInAnyOrder(
                        new Absent(HAG, true, false), new Absent(CRONE, true, false));
    }

    @Test
    @Spec("XEP-0461 3.1")
    void whoIsAnsweredIsNamed() throws Exception {
        open(true);
        TestClient hag = meeting.person("hag");
        meeting.enter(hag, "hag");
        FrozenElement heard =
                say(hag, "<body>when shall we three meet again</body>").stream()
                        .filter(one -> one.child("body", "jabber:client") != null)
                        .findFirst()
                        .orElseThrow();
        String id = Objects.requireNonNull(heard.child("stanza-id", "urn:xmpp:sid:0")).attr("id");
        meeting.leave(hag, "hag");
        say(
                owner,
                "<body>tomorrow</body><reply xmlns='urn:xmpp:reply:0' to='%s/hag' id='%s'/>"
                        .formatted(Meeting.ROOM, id));
        next();
        assertThat(next().absent())
                .containsExactlyInAnyOrder(
                        new Absent(HAG, false, true), new Absent(CRONE, false, false));
    }

    @Test
    void whatSaysNothingNewIsNotTold() throws Exception {
        open(true);
        say(owner, "<composing xmlns='http://jabber.org/protocol/chatstates'/>");
        say(
                owner,
                "<reactions xmlns='urn:xmpp:reactions:0' id='1'><reaction>!</reaction></reactions>");
        say(owner, "<body>other</body><replace xmlns='urn:xmpp:message-correct:0' id='m'/>");
        say(owner, "<body>last</body>");
        assertThat(next().message().toString()).contains("last");
    }

    @Test
    void roomsThatAreOpenToAllTellNobody() {
        open(false);
        say(owner, "<body>hail</body>");
        assertThat(told).isEmpty();
    }
}
