package dev.hermod.extensions.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.inbox.Inboxes.Entry;
import dev.hermod.extensions.inbox.Inboxes.Page;
import dev.hermod.extensions.inbox.Inboxes.Totals;
import dev.hermod.extensions.inbox.Inboxes.Wish;
import dev.hermod.storage.LogMessage;
import dev.hermod.storage.LogRow;
import dev.hermod.storage.Retention;
import dev.hermod.testing.TestServer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/// What every storage of inboxes does with what the log has.
public interface InboxesContract {
    JID JULIET = TestServer.jid("juliet@elsewhere.example");
    JID NURSE = TestServer.jid("nurse@elsewhere.example");
    JID FRIAR = TestServer.jid("friar@elsewhere.example");

    Inboxes inboxes();

    /// A new account.
    JID owner();

    /// Commits a message with one row.
    ///
    /// @return its id
    long commit(LogMessage message);

    /// Returns when what was committed is in the inbox of this account.
    void follow(JID owner);

    private long log(JID owner, JID partner, boolean own, String id, String payload) {
        String stanza =
                "<message xmlns='jabber:client' type='chat' id='%s' from='%s/r' to='%s'>%s</message>"
                        .formatted(id, own ? owner : partner, own ? partner : owner, payload);
        LogRow row = new LogRow(owner, partner, owner, !own, Retention.ARCHIVE);
        return commit(new LogMessage(stanza.getBytes(UTF_8), List.of(row), null));
    }

    private long receive(JID owner, JID partner, String id) {
        return log(owner, partner, false, id, "<body>hi</body>");
    }

    private long say(JID owner, JID partner, String id) {
        return log(owner, partner, true, id, "<body>ho</body>");
    }

    private long read(JID owner, JID partner, String upTo) {
        String marker = "<displayed xmlns='urn:xmpp:chat-markers:0' id='" + upTo + "'/>";
        return log(owner, partner, true, "marker", marker);
    }

    private Page page(JID owner) {
        follow(owner);
        return inboxes().page(owner, new Wish(false, null, null, false, 100));
    }

    @Test
    default void inboxOfANewAccountAndOfNobodyIsEmpty() {
        Page empty = new Page(List.of(), new Totals(0, 0, 0));
        assertThat(page(owner())).isEqualTo(empty);
        assertThat(page(TestServer.jid("nobody@example.org"))).isEqualTo(empty);
    }

    @Test
    default void conversationsAreInTheOrderOfTheirLastMessages() {
        JID owner = owner();
        receive(owner, JULIET, "a");
        receive(owner, NURSE, "b");
        long nurse = receive(owner, NURSE, "c");
        long friar = say(owner, FRIAR, "d");
        long juliet = receive(owner, JULIET, "e");

        assertThat(page(owner))
                .isEqualTo(
                        new Page(
                                List.of(
                                        new Entry(JULIET, 2, juliet, juliet),
                                        new Entry(FRIAR, 0, friar, friar),
                                        new Entry(NURSE, 2, nurse, nurse)),
                                new Totals(3, 2, 4)));
    }

    @Test
    default void markersReadWhatCameInEarlierRunsToo() {
        JID owner = owner();
        receive(owner, JULIET, "a");
        receive(owner, JULIET, "b");
        long shown = receive(owner, JULIET, "c");
        follow(owner);
        receive(owner, NURSE, "b");
        long marker = read(owner, JULIET, "b");

        assertThat(page(owner).entries())
                .contains(new Entry(JULIET, 1, marker, shown))
                .anyMatch(each -> each.partner().equals(NURSE) && each.unread() == 1);

        long last = read(owner, JULIET, "c");
        long again = read(owner, JULIET, "a");
        assertThat(last).isLessThan(again);
        assertThat(page(owner).entries()).contains(new Entry(JULIET, 0, again, shown));
        assertThat(page(owner).totals()).isEqualTo(new Totals(2, 1, 1));
    }

    @Test
    default void ownMessageReadsWhatCameInEarlierRuns() {
        JID owner = owner();
        receive(owner, JULIET, "a");
        follow(owner);
        long said = say(owner, JULIET, "b");
        long after = receive(owner, JULIET, "c");

        assertThat(page(owner).entries()).containsExactly(new Entry(JULIET, 1, after, after));
        assertThat(said).isLessThan(after);
    }

    @Test
    default void correctionOfAnEarlierRunsLastMessageTakesItsPlace() {
        JID owner = owner();
        String correction = "<body>x</body><replace xmlns='urn:xmpp:message-correct:0' id='a'/>";
        receive(owner, JULIET, "a");
        follow(owner);
        long corrected = log(owner, JULIET, false, "b", correction);
        assertThat(page(owner).entries())
                .containsExactly(new Entry(JULIET, 1, corrected, corrected));
        long again = log(owner, JULIET, false, "c", correction);
        assertThat(page(owner).entries()).containsExactly(new Entry(JULIET, 1, again, again));
    }

    @Test
    default void whatItsAuthorTakesBackIsNotUnread() {
        JID owner = owner();
        receive(owner, JULIET, "a");
        long shown = receive(owner, JULIET, "b");
        follow(owner);
        String retraction = "<retract xmlns='urn:xmpp:message-retract:1' id='a'/>";
        long last = log(owner, JULIET, false, "c", retraction);
        assertThat(page(owner).entries()).containsExactly(new Entry(JULIET, 1, last, shown));
    }

    @Test
    default void whatIsDisplayedIsReadAndNothingBehindIt() {
        JID owner = owner();
        long first = receive(owner, JULIET, "a");
        long second = receive(owner, JULIET, "b");
        long third = receive(owner, JULIET, "c");
        receive(owner, NURSE, "d");
        follow(owner);
        inboxes().displayed(owner, JULIET, second, false);
        assertThat(page(owner).entries()).contains(new Entry(JULIET, 1, third, third));
        assertThat(page(owner).totals()).isEqualTo(new Totals(2, 2, 2));
        inboxes().displayed(owner, JULIET, first, false);
        assertThat(page(owner).entries())
                .as("what is displayed does not go back")
                .contains(new Entry(JULIET, 1, third, third));
        inboxes().displayed(owner, JULIET, third, false);
        assertThat(page(owner).totals()).isEqualTo(new Totals(2, 1, 1));
        long fourth = receive(owner, JULIET, "e");
        assertThat(page(owner).entries()).contains(new Entry(JULIET, 1, fourth, fourth));
    }

    @Test
    default void markersAndWhatIsDisplayedReadTogether() {
        JID owner = owner();
        receive(owner, JULIET, "a");
        long second = receive(owner, JULIET, "b");
        receive(owner, JULIET, "c");
        long fourth = receive(owner, JULIET, "d");
        follow(owner);
        inboxes().displayed(owner, JULIET, second, false);
        long marker = read(owner, JULIET, "a");
        assertThat(page(owner).entries()).containsExactly(new Entry(JULIET, 2, marker, fourth));
        marker = read(owner, JULIET, "c");
        assertThat(page(owner).entries()).containsExactly(new Entry(JULIET, 1, marker, fourth));
    }

    @Test
    default void whatIsDisplayedInARoomIsNoPartOfWhatItSaysToTheAccount() {
        JID owner = owner();
        long first = receive(owner, JULIET, "a");
        inboxes().displayed(owner, JULIET, first + 1, true);
        assertThat(page(owner).entries()).containsExactly(new Entry(JULIET, 1, first, first));
        inboxes().displayed(TestServer.jid("nobody@example.org"), JULIET, first, false);
    }

    @Test
    default void messagesOfOneAccountAreNotInTheInboxOfAnother() {
        JID one = owner();
        JID other = owner();
        receive(one, JULIET, "a");
        receive(other, JULIET, "a");
        follow(one);
        read(one, JULIET, "a");
        assertThat(page(one).totals()).isEqualTo(new Totals(1, 0, 0));
        assertThat(page(other).totals()).isEqualTo(new Totals(1, 1, 1));
    }

    private List<JID> partners(
            JID owner,
            boolean unreadOnly,
            @Nullable Long after,
            @Nullable Long before,
            boolean end) {
        return inboxes().page(owner, new Wish(unreadOnly, after, before, end, 2)).entries().stream()
                .map(Entry::partner)
                .toList();
    }

    @Test
    default void pagesAreFoundFromBothEndsAndFromAnyPlace() {
        JID owner = owner();
        long oldest = receive(owner, JULIET, "a");
        long middle = say(owner, NURSE, "b");
        long newest = receive(owner, FRIAR, "c");
        follow(owner);

        assertThat(partners(owner, false, null, null, false)).containsExactly(FRIAR, NURSE);
        assertThat(partners(owner, false, middle, null, false)).containsExactly(JULIET);
        assertThat(partners(owner, false, newest, oldest, false)).containsExactly(NURSE);
        assertThat(partners(owner, false, null, null, true)).containsExactly(NURSE, JULIET);
        assertThat(partners(owner, false, null, oldest, true)).containsExactly(FRIAR, NURSE);
        assertThat(partners(owner, false, null, newest, true)).isEmpty();
        assertThat(partners(owner, true, null, null, false)).containsExactly(FRIAR, JULIET);
        Page none = inboxes().page(owner, new Wish(false, null, null, false, 0));
        assertThat(none).isEqualTo(new Page(List.of(), new Totals(3, 2, 2)));
    }
}
