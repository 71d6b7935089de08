package dev.hermod.it.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.history.Fact.Archived;
import dev.hermod.it.history.Fact.Direction;
import dev.hermod.it.history.Fact.How;
import dev.hermod.it.history.Fact.Page;
import dev.hermod.it.history.Fact.Received;
import dev.hermod.it.history.Fact.Walk;
import dev.hermod.it.history.Violation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Each promise broken once in a history that keeps them all.
class JudgementTest {
    private static final String ROMEO = "romeo@x.example";
    private static final String JULIET = "juliet@x.example";

    /// Romeo sends six messages. Juliet resumes her first session in the midst of them, reads a
    /// page of her archive, goes, and gets the fifth at her return. Nobody acknowledges the last.
    private final List<Fact> story = new ArrayList<>();

    JudgementTest() {
        note(new Fact.Opened("r1", ROMEO, "orchard"), new Fact.Available("r1"));
        note(new Fact.Opened("j1", JULIET, "balcony"), new Fact.Available("j1"));
        said(1);
        said(2);
        note(new Page("j1", Walk.CATCH_UP, Direction.FORWARD, 0, entries(200, 1, 2)));
        note(new Fact.Fault("socket of j1 cut"), new Fact.Resumed("j1", 2, 2, 3));
        said(3);
        said(4);
        note(new Fact.Ended("j1"));
        note(new Fact.Sent("r1", JULIET, "m5"), new Fact.Acked("m5"));
        note(new Fact.Opened("j2", JULIET, "balcony"));
        note(new Received("j2", "m5", 205, How.OFFLINE), new Fact.Available("j2"));
        note(new Fact.Sent("r1", JULIET, "m6"), new Received("j2", "m6", 206, How.LIVE));
        read("r1", 100);
        read("j2", 200);
    }

    private void note(Fact... facts) {
        story.addAll(List.of(facts));
    }

    private void said(int number) {
        note(new Fact.Sent("r1", JULIET, "m" + number));
        note(new Received("j1", "m" + number, 200 + number, How.LIVE));
        note(new Fact.Acked("m" + number));
    }

    private void read(String session, int ids) {
        note(new Page(session, Walk.WHOLE, Direction.FORWARD, 0, entries(ids, 1, 4)));
        note(new Page(session, Walk.WHOLE, Direction.FORWARD, ids + 4, entries(ids, 5, 6)));
        note(new Page(session, Walk.WHOLE, Direction.BACKWARD, Long.MAX_VALUE, entries(ids, 3, 6)));
        note(new Page(session, Walk.WHOLE, Direction.BACKWARD, ids + 3, entries(ids, 1, 2)));
    }

    private static List<Archived> entries(int ids, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> new Archived(ids + i, "m" + i))
                .toList();
    }

    private static Received live(int number) {
        return new Received("j1", "m" + number, 200 + number, How.LIVE);
    }

    private void behind(Fact fact, Fact planted) {
        story.add(story.indexOf(fact) + 1, planted);
    }

    private void replace(Fact fact, Fact planted) {
        story.set(story.indexOf(fact), planted);
    }

    /// Takes a message out of all pages that this session read from end to end.
    private void forget(String session, String message) {
        story.replaceAll(fact ->
                fact instanceof Page page && page.session().equals(session)
                        ? new Page(
                                session,
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
    void messageSentOnceMoreAndKeptOnceIsWell() {
        behind(new Fact.Resumed("j1", 2, 2, 3), new Fact.Sent("r1", JULIET, "m1"));
        assertThat(Judgement.of(story)).isEmpty();
    }

    @Test
    void whatIsFoundInTheArchiveBeforeItIsGivenNeedNotComeOnceMore() {
        story.remove(new Received("j2", "m5", 205, How.OFFLINE));
        story.remove(new Received("j2", "m6", 206, How.LIVE));
        note(new Received("j2", "m6", 206, How.OFFLINE));
        assertThat(Judgement.of(story)).isEmpty();
    }

    @Test
    void whatMayHaveBeenRefusedAndIsSentOnceMoreMayComeBehindWhatWasKept() {
        int second = story.indexOf(new Fact.Sent("r1", JULIET, "m2"));
        story.add(second, new Fact.Sent("r1", JULIET, "m3"));
        assertThat(Judgement.of(story)).extracting(Violation::kind).contains(Kind.REORDERED);
        story.add(second, new Fact.Fault("DATABASE_KILLED"));
        assertThat(Judgement.of(story)).isEmpty();
    }

    @Test
    void acknowledgedMessageThatIsNowhereIsLost() {
        story.remove(live(3));
        forget("r1", "m3");
        forget("j2", "m3");
        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void messageThatASessionIsNotGivenIsLost() {
        story.remove(new Received("j2", "m6", 206, How.LIVE));
        assertThat(kinds()).contains(Kind.LOST);
    }

    @Test
    void deliveryTwiceInASessionAndItsResumptionsIsFound() {
        behind(live(3), live(3));
        assertThat(kinds()).containsExactly(Kind.DOUBLED);
    }

    @Test
    void messageTwiceInTheArchiveIsFound() {
        note(new Page("j2", Walk.WHOLE, Direction.FORWARD, 206, List.of(new Archived(207, "m6"))));
        note(new Page("j2", Walk.WHOLE, Direction.FORWARD, 207, List.of(new Archived(208, "m7"))));
        assertThat(kinds()).contains(Kind.DOUBLED);
    }

    @Test
    void pairThatComesTheOtherWayRoundIsFound() {
        replace(live(3), live(7));
        replace(live(4), live(3));
        replace(live(7), live(4));
        assertThat(kinds()).containsExactly(Kind.REORDERED);
    }

    @Test
    void idThatAppearsBelowAPageAlreadyReadIsFound() {
        replace(
                new Page("j1", Walk.CATCH_UP, Direction.FORWARD, 0, entries(200, 1, 2)),
                new Page("j1", Walk.CATCH_UP, Direction.FORWARD, 0, entries(200, 2, 2)));
        assertThat(kinds()).containsExactly(Kind.BELOW_PAGE);
    }

    @Test
    void deliveryUnderAnIdThatTheArchiveDoesNotHaveIsFound() {
        replace(live(4), new Received("j1", "m4", 299, How.LIVE));
        assertThat(kinds()).containsExactly(Kind.ARCHIVE_DIFFERS);
    }

    @Test
    void archiveThatIsAnotherOneBackwardIsFound() {
        story.removeIf(fact ->
                fact instanceof Page page
                        && page.session().equals("j2")
                        && page.direction() == Direction.BACKWARD
                        && page.bound() == 203);
        assertThat(kinds()).containsExactly(Kind.ARCHIVE_DIFFERS);
    }

    @Test
    void messageInOneOfTwoArchivesIsHalfKept() {
        forget("r1", "m6");
        assertThat(kinds()).containsExactly(Kind.HALF_KEPT);
    }

    @Test
    void messageThatWasRefusedAndKeptIsFound() {
        note(new Fact.Refused("m6"));
        assertThat(kinds()).containsExactly(Kind.HALF_KEPT);
    }

    @Test
    void gapInAResumedSessionIsFound() {
        story.remove(live(3));
        assertThat(kinds()).contains(Kind.RESUME_NOT_EXACT);
    }

    @Test
    void countThatAResumedSessionDoesNotRememberIsFound() {
        replace(new Fact.Resumed("j1", 2, 2, 3), new Fact.Resumed("j1", 1, 2, 3));
        assertThat(kinds()).containsExactly(Kind.RESUME_NOT_EXACT);
        replace(new Fact.Resumed("j1", 1, 2, 3), new Fact.Resumed("j1", 4, 2, 3));
        assertThat(kinds()).containsExactly(Kind.RESUME_NOT_EXACT);
    }

    @Test
    void sessionThatIsGivenSomethingAfterAnotherTookItsAddressIsFound() {
        behind(new Received("j2", "m6", 206, How.LIVE), new Received("j1", "m6", 206, How.LIVE));
        assertThat(kinds()).contains(Kind.TWO_OWNERS);
    }
}
