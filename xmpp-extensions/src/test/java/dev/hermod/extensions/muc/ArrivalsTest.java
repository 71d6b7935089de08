package dev.hermod.extensions.muc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.testing.TestClient;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A room that gathers those who come before it tells the others of them.
class ArrivalsTest {
    private static final String HAG = Meeting.ROOM + "/thirdwitch";
    private static final String SISTER = Meeting.ROOM + "/secondwitch";

    private Meeting meeting = patient("10000");
    private TestClient crone = owner();

    private static Meeting patient(String millis) {
        return new Meeting(Map.of("HERMOD_LIMITS__ROOM_JOIN_TICK_MILLIS", millis));
    }

    private TestClient owner() {
        TestClient owner = meeting.person("crone");
        meeting.open(owner, "firstwitch", Map.of("persistentroom", "1"));
        return owner;
    }

    @AfterEach
    void close() {
        meeting.close();
    }

    private static List<String> senders(List<FrozenElement> heard) {
        return heard.stream().map(one -> Objects.requireNonNull(one.attr("from"))).toList();
    }

    @Test
    void whoComesIsToldOfAllWhoCameBeforeAndHeardOfOnceByThem() {
        TestClient hag = meeting.person("hag");
        TestClient sister = meeting.person("sister");
        meeting.enter(hag, "thirdwitch");
        assertThat(senders(meeting.enter(sister, "secondwitch")))
                .startsWith(Meeting.ROOM + "/firstwitch", HAG, SISTER);
        assertThat(meeting.heard(crone)).isEmpty();
        meeting.leave(sister, "secondwitch");
        assertThat(senders(meeting.heard(crone))).containsExactly(HAG, SISTER, SISTER);
        assertThat(senders(meeting.heard(hag))).containsExactly(SISTER, SISTER);
        assertThat(senders(meeting.heard(sister))).isEmpty();
    }

    @Test
    void nobodyIsHeardBeforeItIsKnownThatTheyAreThere() {
        TestClient hag = meeting.person("hag");
        meeting.enter(hag, "thirdwitch");
        hag.send(
                "<message type='groupchat' to='%s'><body>Hail!</body></message>"
                        .formatted(Meeting.ROOM));
        List<FrozenElement> heard = new ArrayList<>();
        await().until(() -> {
            heard.addAll(meeting.heard(crone));
            return heard.size() >= 2;
        });
        assertThat(heard).extracting(FrozenElement::getName).containsExactly("presence", "message");
        assertThat(senders(heard)).containsExactly(HAG, HAG);
    }

    @Test
    void thoseWhoAreThereAreToldAfterAWhile() {
        meeting.close();
        meeting = patient("20");
        crone = owner();
        meeting.enter(meeting.person("hag"), "thirdwitch");
        List<FrozenElement> heard = new ArrayList<>();
        await().until(() -> {
            heard.addAll(meeting.heard(crone));
            return !heard.isEmpty();
        });
        assertThat(senders(heard)).containsExactly(HAG);
    }

    @Test
    void whatChangesWithSomebodyIsSeenByThoseWhoCome() {
        TestClient hag = meeting.person("hag");
        meeting.enter(hag, "thirdwitch");
        TestClient sister = meeting.person("sister");
        assertThat(meeting.enter(sister, "secondwitch").get(1).child("show", "jabber:client"))
                .isNull();
        hag.send("<presence to='%s'><show>away</show></presence>".formatted(HAG));
        meeting.heard(hag);
        FrozenElement seen = meeting.enter(meeting.person("macbeth"), "thane").get(1);
        assertThat(seen.attr("from")).isEqualTo(HAG);
        assertThat(Objects.requireNonNull(seen.child("show", "jabber:client")).text())
                .isEqualTo("away");
        meeting.affiliate(crone, "hag", "member");
        FrozenElement again = meeting.enter(meeting.person("banquo"), "ghost").get(1);
        assertThat(Meeting.item(again).attr("affiliation")).isEqualTo("member");
    }
}
