package dev.hermod.extensions.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.archive.Archives.Bounds;
import dev.hermod.extensions.archive.Archives.Ends;
import dev.hermod.storage.LogMessage;
import dev.hermod.storage.LogRow;
import dev.hermod.storage.MessageLog;
import dev.hermod.storage.Retention;
import dev.hermod.storage.Told;
import dev.hermod.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/// What every storage of archives does.
public interface ArchivesContract {
    JID JULIET = TestServer.jid("juliet@elsewhere.example");
    JID NURSE = TestServer.jid("nurse@elsewhere.example");
    Bounds WIDE = new Bounds(100, 1_000_000);

    Archives archives();

    /// The log whose archives they are.
    MessageLog log();

    /// A new account.
    JID owner();

    /// Logs a message from a resource of somebody, and gives its id.
    default long logged(JID owner, JID from, String text, Retention retention) {
        String stanza =
                "<message xmlns='jabber:client' from=\"%s\" to=\"%s\"><body>%s</body></message>"
                        .formatted(from, owner, text);
        Told told = new Told();
        LogRow row = new LogRow(owner, from.asBareJID(), owner, true, retention);
        log().append(
                        new LogMessage(stanza.getBytes(StandardCharsets.UTF_8), List.of(row), null),
                        told);
        return told.committed().ids().getFirst();
    }

    default List<Long> five(JID owner, JID from) {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(logged(owner, from, "text " + i, Retention.ARCHIVE));
        }
        return ids;
    }

    private static List<Long> ids(ArchivePage page) {
        return page.messages().stream().map(ArchivedMessage::id).toList();
    }

    @Test
    default void pageForwardBeginsAtTheOldest() {
        JID owner = owner();
        List<Long> ids = five(owner, JULIET);

        ArchivePage page = archives().oldest(owner, Selection.ALL, new Bounds(2, 1_000_000));
        ArchivePage rest = archives().oldest(owner, Selection.ALL.after(ids.get(1)), WIDE);

        assertThat(ids(page)).isEqualTo(ids.subList(0, 2));
        assertThat(page.more()).isTrue();
        assertThat(ids(rest)).isEqualTo(ids.subList(2, 5));
        assertThat(rest.more()).isFalse();
    }

    @Test
    default void pageBackwardEndsAtTheNewestAndIsOldestFirst() {
        JID owner = owner();
        List<Long> ids = five(owner, JULIET);

        ArchivePage page = archives().newest(owner, Selection.ALL, new Bounds(2, 1_000_000));
        ArchivePage rest = archives().newest(owner, Selection.ALL.upTo(ids.get(3) - 1), WIDE);

        assertThat(ids(page)).isEqualTo(ids.subList(3, 5));
        assertThat(page.more()).isTrue();
        assertThat(ids(rest)).isEqualTo(ids.subList(0, 3));
        assertThat(rest.more()).isFalse();
    }

    @Test
    default void pageOfExactlyAllIsComplete() {
        JID owner = owner();
        List<Long> ids = five(owner, JULIET);

        ArchivePage page = archives().oldest(owner, Selection.ALL, new Bounds(5, 1_000_000));

        assertThat(ids(page)).isEqualTo(ids);
        assertThat(page.more()).isFalse();
    }

    @Test
    default void pageIsCutWhereItsBytesEndButHasOneMessage() {
        JID owner = owner();
        List<Long> ids = five(owner, JULIET);

        ArchivePage page = archives().oldest(owner, Selection.ALL, new Bounds(5, 1));
        ArchivePage last = archives().newest(owner, Selection.ALL, new Bounds(5, 1));

        assertThat(ids(page)).isEqualTo(ids.subList(0, 1));
        assertThat(page.more()).isTrue();
        assertThat(ids(last)).isEqualTo(ids.subList(4, 5));
        assertThat(last.more()).isTrue();
    }

    @Test
    default void conversationIsFoundAmongOthers() {
        JID owner = owner();
        five(owner, JULIET);
        List<Long> nurse = five(owner, NURSE);
        five(owner, JULIET);

        assertThat(ids(archives().oldest(owner, new Selection(NURSE, 0, Long.MAX_VALUE), WIDE)))
                .isEqualTo(nurse);
        assertThat(
                        ids(
                                archives()
                                        .newest(
                                                owner,
                                                new Selection(NURSE, 0, Long.MAX_VALUE),
                                                new Bounds(2, 1_000_000))))
                .isEqualTo(nurse.subList(3, 5));
    }

    @Test
    default void resourceIsFoundWhateverItsName() {
        JID owner = owner();
        for (String resource : List.of("balcony", "a&b", "it's", "Юлия")) {
            JID from = TestServer.jid(JULIET + "/" + resource);
            long id = logged(owner, from, "hi", Retention.ARCHIVE);

            assertThat(ids(archives().oldest(owner, new Selection(from, 0, Long.MAX_VALUE), WIDE)))
                    .contains(id);
        }
    }

    @Test
    default void archivesAreApart() {
        JID owner = owner();
        JID other = owner();
        five(other, JULIET);

        assertThat(ids(archives().oldest(owner, Selection.ALL, WIDE))).isEmpty();
        assertThat(archives().ends(owner)).isEmpty();
        assertThat(archives().count(owner, Selection.ALL, 10)).isZero();
    }

    @Test
    default void whatIsKeptForDeliveryOnlyIsInNoArchive() {
        JID owner = owner();
        long first = logged(owner, JULIET, "one", Retention.ARCHIVE);
        long hidden = logged(owner, JULIET, "psst", Retention.UNTIL_DELIVERED);
        long last = logged(owner, JULIET, "two", Retention.ARCHIVE);

        assertThat(ids(archives().oldest(owner, Selection.ALL, WIDE))).containsExactly(first, last);
        assertThat(archives().messages(owner, List.of(first, hidden)))
                .extracting(ArchivedMessage::id)
                .containsExactly(first);
        assertThat(archives().count(owner, Selection.ALL, 10)).isEqualTo(2);
        assertThat(archives().hidden(owner, 0, Long.MAX_VALUE, 10)).containsExactly(hidden);
        assertThat(archives().hidden(owner, hidden, last, 10)).isEmpty();
        assertThat(archives().ends(owner)).contains(new Ends(first, last));
    }

    @Test
    default void countStopsWhereItIsTold() {
        JID owner = owner();
        five(owner, JULIET);
        five(owner, NURSE);

        assertThat(archives().count(owner, Selection.ALL, 7)).isEqualTo(7);
        assertThat(archives().count(owner, new Selection(NURSE, 0, Long.MAX_VALUE), 7))
                .isEqualTo(5);
    }

    @Test
    default void idsThatTheArchiveHadAreGoodToGoOnFrom() {
        JID owner = owner();
        long archived = logged(owner, JULIET, "one", Retention.ARCHIVE);
        long hidden = logged(owner, JULIET, "psst", Retention.UNTIL_DELIVERED);

        Archives.Anchors anchors = archives().anchors(owner, List.of(archived, hidden, 17L));

        assertThat(anchors.present()).containsExactlyInAnyOrder(archived, hidden);
        assertThat(anchors.valid(archived)).isTrue();
        assertThat(anchors.valid(hidden)).isTrue();
        assertThat(anchors.valid(17L)).isFalse();
        assertThat(anchors.valid(Long.MAX_VALUE)).isFalse();
    }

    @Test
    default void nobodysArchiveKnowsNoIds() {
        JID nobody = TestServer.jid("nobody@elsewhere.example");

        assertThat(archives().anchors(nobody, List.of(17L)).valid(17L)).isFalse();
        assertThat(ids(archives().oldest(nobody, Selection.ALL, WIDE))).isEmpty();
    }
}
