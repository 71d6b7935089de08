package dev.hermod.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.storage.Told.Result.Committed;
import dev.hermod.storage.Told.Result.Repeated;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/// What every implementation of [MessageLog] does with messages that are sent once more.
public interface ResendsContract {
    MessageLog log();

    /// A new account that no other test uses.
    JID owner();

    /// Lets time pass.
    void pass(Duration time);

    default Told append(LogMessage message) {
        Told told = new Told();
        assertThat(log().append(message, told)).isTrue();
        return told;
    }

    private int entries(JID owner) {
        return log().deliverable(owner, 0, Long.MAX_VALUE, 1_000).size();
    }

    @Test
    default void messageSentOnceMoreIsNotWrittenAgainAndHasItsFirstIds() {
        JID romeo = owner();
        JID juliet = owner();
        LogMessage message = Messages.from("one", Messages.between(romeo, juliet, "x"));
        Committed first = append(message).committed();

        Told again = append(message);

        assertThat(again.result()).isEqualTo(new Repeated(first.ids()));
        assertThat(entries(juliet)).isEqualTo(1);
        assertThat(log().lastId(romeo)).isEqualTo(first.ids().getFirst());
        assertThat(log().lastId(juliet)).isEqualTo(first.ids().getLast());
    }

    @Test
    default void messagesSentOnceMoreInARowAreWrittenOnceAndToldInOrder() {
        JID romeo = owner();
        JID juliet = owner();
        List<Told> told = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            // 0 0 1 0 1 2 1 2 3 ...: each three times.
            String text = "m" + (i / 3 + i % 3);
            told.add(append(Messages.from(text, Messages.between(romeo, juliet, text))));
        }

        List<Told.Result> results = told.stream().map(Told::result).toList();

        assertThat(results.stream().filter(Committed.class::isInstance)).hasSize(102);
        assertThat(results.stream().filter(Repeated.class::isInstance)).hasSize(198);
        assertThat(entries(juliet)).isEqualTo(102);
        assertThat(((Repeated) told.get(3).result()).ids())
                .isEqualTo(told.get(1).committed().ids());
    }

    @Test
    default void chainsGoOnBehindWhatWasSentOnceMore() {
        JID romeo = owner();
        JID juliet = owner();
        LogMessage message = Messages.from("one", Messages.between(romeo, juliet, "x"));
        Committed first = append(message).committed();

        append(message);
        append(Messages.between(romeo, juliet, "in between"));
        append(message);
        Committed last =
                append(Messages.from("two", Messages.between(romeo, juliet, "y"))).committed();

        List<LogEntry> entries = log().deliverable(juliet, 0, Long.MAX_VALUE, 10);
        assertThat(entries).hasSize(3);
        assertThat(entries.get(1).previous()).isEqualTo(first.ids().getLast());
        assertThat(entries.get(2).previous()).isEqualTo(entries.get(1).id());
        assertThat(entries.get(2).id()).isEqualTo(last.ids().getLast());
    }

    @Test
    default void otherContentOtherPeopleAndNoOriginAreNewMessages() {
        JID romeo = owner();
        JID juliet = owner();
        append(Messages.from("one", Messages.between(romeo, juliet, "x"))).committed();

        append(Messages.from("two", Messages.between(romeo, juliet, "x"))).committed();
        append(Messages.from("one", Messages.between(juliet, romeo, "x"))).committed();
        append(Messages.between(romeo, juliet, "x")).committed();
        append(Messages.between(romeo, juliet, "x")).committed();

        assertThat(entries(juliet)).isEqualTo(4);
    }

    @Test
    default void messageThatOnlyTheRecipientKeepsIsKnownAgain() {
        JID owner = owner();
        LogMessage message =
                Messages.from("one", Messages.to(owner, "x", Retention.UNTIL_DELIVERED));
        Committed first = append(message).committed();

        assertThat(append(message).result()).isEqualTo(new Repeated(first.ids()));
    }

    @Test
    default void messageThatFailedIsNotKnown() {
        JID romeo = owner();
        JID nobody = new JID("nobody@nowhere.example");
        LogMessage lost = Messages.from("one", Messages.between(romeo, nobody, "x"));

        assertThat(append(lost).result()).isInstanceOf(Told.Result.Failed.class);
        assertThat(append(lost).result()).isInstanceOf(Told.Result.Failed.class);
        append(Messages.from("one", Messages.between(romeo, owner(), "x"))).committed();
    }

    @Test
    default void messageIsKnownForAWeekAndNoLonger() {
        JID romeo = owner();
        JID juliet = owner();
        LogMessage message = Messages.from("one", Messages.between(romeo, juliet, "x"));
        Committed first = append(message).committed();

        pass(Origin.WINDOW.minusHours(1));
        assertThat(append(message).result()).isEqualTo(new Repeated(first.ids()));
        pass(Duration.ofHours(2));
        Committed second = append(message).committed();
        assertThat(append(message).result()).isEqualTo(new Repeated(second.ids()));
    }
}
