package dev.hermod.it.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.history.Fact.Archived;
import dev.hermod.it.history.Fact.Direction;
import dev.hermod.it.history.Fact.Heard;
import dev.hermod.it.history.Fact.How;
import dev.hermod.it.history.Fact.RoomPage;
import dev.hermod.it.history.Fact.Said;
import dev.hermod.it.history.Fact.Walk;
import dev.hermod.it.history.Violation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Each promise about a room broken once in a history that keeps them all.
class RoomJudgementTest {
    private static final String COVEN = "coven@rooms.x.example";

    /// Two witches are in the room, and a third one comes with some history. The second one's
    /// stream is resumed in the midst of it. The server crashes; the first one begins anew and says
    /// once more what nobody acknowledged. Entry n has the id 100 + n.
    private final List<Fact> story = new ArrayList<>();

    RoomJudgementTest() {
        opened("w1", "first@x.example");
        opened("w2", "second@x.example");
        said("w1", 1, "w1", "w2");
        said("w2", 2, "w1", "w2");
        note(new RoomPage("w2", COVEN, Walk.CATCH_UP, Direction.FORWARD, 0, entries(1, 2)));
        opened("w3", "third@x.example");
        note(new Heard("w3", COVEN, "m2", 102, How.OFFLINE));
        note(new Said("w1", COVEN, "m3"), live("w1", 3), live("w3", 3));
        note(new Fact.Resumed("w2", 2, 2, 3), live("w2", 3), new Fact.Acked("m3"));
        note(new Said("w1", COVEN, "m4"), live("w2", 4));
        note(new Fact.Fault("SERVER_KILLED"));
        for (String session : List.of("w1", "w2", "w3")) {
            note(new Fact.Ended(session));
        }
        opened("w4", "first@x.example");
        opened("w5", "second@x.example");
        note(new Said("w4", COVEN, "m4"), live("w4", 4), new Fact.Acked("m4"));
        said("w5", 5, "w4", "w5");
        read("w4");
        read("w5");
    }

    private void note(Fact... facts) {
        story.addAll(List.of(facts));
    }

    private void opened(String session, String account) {
        note(new Fact.Opened(session, account, "cave"), new Fact.Entered(session, COVEN));
    }

    private void said(String session, int number, String... listeners) {
        note(new Said(session, COVEN, "m" + number));
        for (String listener : listeners) {
            note(live(listener, number));
        }
        note(new Fact.Acked("m" + number));
    }

    private static Heard live(String session, int number) {
        return new Heard(session, COVEN, "m" + number, 100 + number, How.LIVE);
    }

    private void read(String session) {
        note(new RoomPage(session, COVEN, Walk.WHOLE, Direction.FORWARD, 0, entries(1, 3)));
        note(new RoomPage(session, COVEN, Walk.WHOLE, Direction.FORWARD, 103, entries(4, 5)));
        note(new RoomPage(session, COVEN, Walk.WHOLE, Direction.BACKWARD, 200, entries(1, 5)));
    }

    private static List<Archived> entries(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> new Archived(100 + i, "m" + i))
                .toList();
    }

    private void replace(Fact fact, Fact... planted) {
        int at = story.indexOf(fact);
        story.remove(at);
        story.addAll(at, List.of(planted));
    }

    private void behind(Fact fact, Fact planted) {
        replace(fact, fact, planted);
    }

    /// Takes a message out of the archive, whoever reads it.
    private void forget(String message) {
        story.replaceAll(fact ->
                fact instanceof RoomPage page
                        ? new RoomPage(
                                page.session(),
                                page.room(),
                                page.walk(),
                                page.direction(),
                                page.bound(),
                                page.entries().stream()
                                        .filter(entry -> !entry.message().equals(message))
                                        .toList())
                        : fact);
    }

    private List<Kind> kinds() {
        return Judgement.kinds(story).toList();
    }

    @Test
    void historyInWhichAllIsWellIsFoundSo() {
        assertThat(Judgement.of(story)).isEmpty();
    }

    @Test
    void acknowledgedMessageThatIsNotInTheArchiveIsLost() {
        story.removeIf(fact -> fact instanceof Heard heard && heard.message().equals("m3"));
        forget("m3");
        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void messageThatWasRefusedMayBeMissing() {
        story.removeIf(fact -> fact instanceof Heard heard && heard.message().equals("m3"));
        forget("m3");
        note(new Fact.Refused("m3"));
        assertThat(Judgement.of(story)).isEmpty();
    }

    @Test
    void reflectionOfWhatWasNeverCommittedIsFound() {
        forget("m4");
        assertThat(kinds()).contains(Kind.ARCHIVE_DIFFERS);
    }

    @Test
    void reflectionUnderAnotherIdIsFound() {
        replace(live("w3", 3), new Heard("w3", COVEN, "m3", 199, How.LIVE));
        assertThat(kinds()).contains(Kind.ARCHIVE_DIFFERS);
    }

    @Test
    void occupantWhoIsNotGivenSomethingIsFound() {
        story.remove(live("w4", 5));
        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void gapInAStreamThatWasResumedIsFound() {
        story.remove(live("w2", 3));
        assertThat(kinds()).containsExactly(Kind.RESUME_NOT_EXACT);
    }

    @Test
    void gapBetweenHistoryAndWhatIsLiveIsFound() {
        replace(
                new Heard("w3", COVEN, "m2", 102, How.OFFLINE),
                new Heard("w3", COVEN, "m1", 101, How.OFFLINE));
        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void messageSentOnceMoreThatIsNotReflectedIsFound() {
        story.remove(live("w4", 4));
        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void messageThatIsHistoryAndLiveIsFound() {
        behind(live("w3", 3), live("w3", 2));
        assertThat(kinds()).contains(Kind.DOUBLED);
    }

    @Test
    void messageTwiceInAStreamAndItsResumptionsIsFound() {
        behind(live("w2", 3), live("w2", 3));
        assertThat(kinds()).containsExactly(Kind.DOUBLED);
    }

    @Test
    void messageThatStandsTwiceInTheArchiveIsFound() {
        note(
                new RoomPage(
                        "w4",
                        COVEN,
                        Walk.WHOLE,
                        Direction.FORWARD,
                        105,
                        List.of(new Archived(106, "m5"))));
        assertThat(kinds()).contains(Kind.DOUBLED);
    }

    @Test
    void pairThatComesToOneTheOtherWayRoundIsFound() {
        story.remove(live("w1", 1));
        behind(live("w1", 2), live("w1", 1));
        assertThat(kinds()).containsExactly(Kind.REORDERED);
    }

    @Test
    void pairThatTheArchiveHasTheOtherWayRoundIsFound() {
        story.removeIf(fact -> fact instanceof Heard);
        replace(new Said("w1", COVEN, "m3"));
        story.add(story.indexOf(new Said("w1", COVEN, "m1")), new Said("w1", COVEN, "m3"));
        assertThat(kinds()).contains(Kind.REORDERED);
    }

    @Test
    void archiveThatHasWhatNobodySaidIsFound() {
        story.removeIf(fact -> fact instanceof Said said && said.message().equals("m2"));
        assertThat(kinds()).containsExactly(Kind.ARCHIVE_DIFFERS);
    }

    @Test
    void messageThatWasRefusedAndKeptIsFound() {
        note(new Fact.Refused("m5"));
        assertThat(kinds()).containsExactly(Kind.HALF_KEPT);
    }

    @Test
    void archiveThatIsAnotherOneBackwardIsFound() {
        replace(
                new RoomPage("w4", COVEN, Walk.WHOLE, Direction.BACKWARD, 200, entries(1, 5)),
                new RoomPage("w4", COVEN, Walk.WHOLE, Direction.BACKWARD, 200, entries(2, 5)));
        assertThat(kinds()).contains(Kind.ARCHIVE_DIFFERS);
    }

    @Test
    void idThatAppearsBelowAPageAlreadyReadIsFound() {
        replace(
                new RoomPage("w2", COVEN, Walk.CATCH_UP, Direction.FORWARD, 0, entries(1, 2)),
                new RoomPage("w2", COVEN, Walk.CATCH_UP, Direction.FORWARD, 0, entries(2, 2)));
        assertThat(kinds()).containsExactly(Kind.BELOW_PAGE);
    }

    @Test
    void occupantWhoIsNotThereAnyMoreIsFound() {
        behind(live("w2", 3), new Fact.Gone("w2", COVEN, "a ping of itself"));
        assertThat(kinds()).containsExactly(Kind.PUT_OUT);
    }

    @Test
    void whoBeganAnewNeedNotHaveWhatCameMeanwhile() {
        story.remove(live("w2", 4));
        assertThat(Judgement.of(story)).isEmpty();
    }
}
