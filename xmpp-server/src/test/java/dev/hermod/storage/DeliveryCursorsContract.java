package dev.hermod.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.storage.DeliveryCursors.Position;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/// What every implementation of [DeliveryCursors] does.
public interface DeliveryCursorsContract {
    DeliveryCursors cursors();

    MessageLog log();

    /// A new account that no other test uses.
    JID owner();

    @Test
    default void newAccountStandsAtTheBeginning() {
        assertThat(cursors().position(owner())).isEqualTo(new Position(0, Set.of()));
    }

    @Test
    default void nobodyStandsAtTheBeginningAndStaysThere() {
        JID nobody = new JID("nobody@nowhere.example");

        cursors().move(nobody, 5, List.of(1L), List.of());

        assertThat(cursors().position(nobody)).isEqualTo(new Position(0, Set.of()));
    }

    @Test
    default void cursorMovesForwardOnly() {
        JID owner = owner();

        cursors().move(owner, 10, List.of(), List.of());
        cursors().move(owner, 7, List.of(), List.of());

        assertThat(cursors().position(owner)).isEqualTo(new Position(10, Set.of()));
    }

    @Test
    default void exceptionsComeAndGo() {
        JID owner = owner();

        cursors().move(owner, 10, List.of(3L, 4L), List.of());
        cursors().move(owner, 12, List.of(4L, 11L), List.of(3L, 99L));

        assertThat(cursors().position(owner)).isEqualTo(new Position(12, Set.of(4L, 11L)));
    }

    @Test
    default void rowsKeptForDeliveryOnlyGoWhenTheCursorPasses() {
        JID owner = owner();
        long kept = log(owner, Retention.ARCHIVE);
        long first = log(owner, Retention.UNTIL_DELIVERED);
        long second = log(owner, Retention.UNTIL_DELIVERED);

        cursors().move(owner, first, List.of(), List.of());

        assertThat(present(owner, kept, first, second)).containsExactly(kept, second);
    }

    @Test
    default void exceptionKeepsItsRowUntilItIsDelivered() {
        JID owner = owner();
        long first = log(owner, Retention.UNTIL_DELIVERED);
        long second = log(owner, Retention.UNTIL_DELIVERED);

        cursors().move(owner, second, List.of(first), List.of());
        assertThat(present(owner, first, second)).containsExactly(first);

        cursors().move(owner, 0, List.of(), List.of(first));
        assertThat(present(owner, first, second)).isEmpty();
    }

    @Test
    default void rowAboveTheCursorStaysEvenIfItIsNamedAsDelivered() {
        JID owner = owner();
        long id = log(owner, Retention.UNTIL_DELIVERED);

        cursors().move(owner, id - 1, List.of(), List.of(id));

        assertThat(present(owner, id)).containsExactly(id);
    }

    private long log(JID owner, Retention retention) {
        Told told = new Told();
        assertThat(log().append(Messages.to(owner, "x", retention), told)).isTrue();
        return told.committed().ids().getFirst();
    }

    private List<Long> present(JID owner, Long... ids) {
        return log().entries(owner, List.of(ids)).stream().map(LogEntry::id).toList();
    }
}
