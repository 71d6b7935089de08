package dev.hermod.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/// What every implementation of [Rosters] does.
public interface RostersContract {
    JID JULIET = new JID("juliet@capulet.example");
    JID ROMEO = new JID("romeo@montague.example");

    int MANY = 5_000;

    Rosters rosters();

    /// A new account that no other test uses.
    JID owner();

    /// How many removed contacts a roster remembers at least.
    int remembered();

    @Test
    default void rosterOfANewAccountIsEmpty() {
        assertThat(rosters().load(owner()).items()).isEmpty();
    }

    @Test
    default void rosterOfNobodyIsEmptyAndCannotBeChanged() {
        JID nobody = new JID("nobody@nowhere.example");

        assertThat(rosters().load(nobody)).isEqualTo(new Roster(0, List.of()));
        assertThat(rosters().changesSince(nobody, 0)).isEmpty();
        assertThatThrownBy(() -> rosters().update(nobody, JULIET, MANY, _ -> listed(JULIET)))
                .isInstanceOf(NoSuchElementException.class);
    }

    @Test
    default void itemIsReadBackAsItWasWritten() {
        JID owner = owner();
        RosterItem item =
                new RosterItem(
                        JULIET,
                        "Juliet \\ \"Capulet\", 'J' {,} NULL",
                        Set.of("Friends", "", "a,b", "\"quoted\\\"", "null"),
                        Subscription.FROM,
                        true,
                        true,
                        true,
                        "<presence type='subscribe'/>");

        RosterChange change = rosters().update(owner, JULIET, MANY, _ -> item).orElseThrow();

        assertThat(change.item()).isEqualTo(item);
        assertThat(rosters().find(owner, JULIET)).contains(item);
        assertThat(rosters().load(owner)).isEqualTo(new Roster(change.version(), List.of(item)));
    }

    @Test
    default void oneContactIsFoundInManyRosters() {
        JID one = owner();
        JID other = owner();
        JID third = owner();
        rosters().update(one, JULIET, MANY, _ -> listed(JULIET));
        rosters().update(other, JULIET, MANY, _ -> listed(JULIET));
        rosters().update(other, JULIET, MANY, _ -> null);
        rosters().update(third, ROMEO, MANY, _ -> listed(ROMEO));

        assertThat(rosters().find(List.of(one, other, third), JULIET))
                .isEqualTo(Map.of(one, listed(JULIET)));
        assertThat(rosters().find(List.of(), JULIET)).isEmpty();
    }

    @Test
    default void editSeesWhatIsStored() {
        JID owner = owner();
        rosters()
                .update(
                        owner,
                        JULIET,
                        MANY,
                        present -> {
                            assertThat(present).isNull();
                            return listed(JULIET);
                        });

        rosters()
                .update(
                        owner,
                        JULIET,
                        MANY,
                        present -> {
                            assertThat(present).isEqualTo(listed(JULIET));
                            return present;
                        });
    }

    @Test
    default void editThatChangesNothingMakesNoVersion() {
        JID owner = owner();
        rosters().update(owner, JULIET, MANY, _ -> listed(JULIET));
        long version = rosters().load(owner).version();

        assertThat(rosters().update(owner, JULIET, MANY, present -> present)).isEmpty();
        assertThat(rosters().update(owner, new JID("x@y"), MANY, _ -> null)).isEmpty();

        assertThat(rosters().load(owner).version()).isEqualTo(version);
    }

    @Test
    default void removedItemIsGoneAndItsRemovalIsAChange() {
        JID owner = owner();
        long added =
                rosters().update(owner, JULIET, MANY, _ -> listed(JULIET)).orElseThrow().version();

        RosterChange removal = rosters().update(owner, JULIET, MANY, _ -> null).orElseThrow();

        assertThat(removal.item()).isNull();
        assertThat(rosters().find(owner, JULIET)).isEmpty();
        assertThat(rosters().load(owner)).isEqualTo(new Roster(removal.version(), List.of()));
        assertThat(rosters().changesSince(owner, added).orElseThrow()).containsExactly(removal);
    }

    @Test
    default void removedContactCanComeBack() {
        JID owner = owner();
        rosters().update(owner, JULIET, MANY, _ -> listed(JULIET));
        rosters().update(owner, JULIET, MANY, _ -> null);

        rosters()
                .update(
                        owner,
                        JULIET,
                        MANY,
                        present -> {
                            assertThat(present).isNull();
                            return listed(JULIET);
                        });

        assertThat(rosters().find(owner, JULIET)).contains(listed(JULIET));
    }

    @Test
    default void changesComeInTheOrderOfVersionsAndOnceEach() {
        JID owner = owner();
        long start = rosters().load(owner).version();
        for (String name : List.of("a", "b", "a", "c")) {
            rosters().update(owner, contact(name), MANY, present -> renamed(name, present));
        }

        List<RosterChange> changes = rosters().changesSince(owner, start).orElseThrow();

        assertThat(changes)
                .extracting(each -> each.contact().getNode())
                .containsExactly("b", "a", "c");
        assertThat(changes).extracting(RosterChange::version).isSorted();
        assertThat(changes.getLast().version()).isEqualTo(rosters().load(owner).version());
        assertThat(rosters().changesSince(owner, changes.getLast().version())).contains(List.of());
    }

    @Test
    default void changesSinceAVersionThatNeverWasCannotBeTold() {
        JID owner = owner();
        rosters().update(owner, JULIET, MANY, _ -> listed(JULIET));

        assertThat(rosters().changesSince(owner, rosters().load(owner).version() + 1)).isEmpty();
        assertThat(rosters().changesSince(owner, -1)).isEmpty();
    }

    @Test
    default void removalsTooLongAgoCannotBeTold() {
        JID owner = owner();
        long start = rosters().load(owner).version();
        for (int i = 0; i <= remembered(); i++) {
            JID contact = contact("c" + i);
            rosters().update(owner, contact, MANY, _ -> listed(contact));
            rosters().update(owner, contact, MANY, _ -> null);
        }

        assertThat(rosters().changesSince(owner, start)).isEmpty();
        assertThat(rosters().changesSince(owner, start + 4).orElseThrow())
                .hasSizeLessThanOrEqualTo(remembered());
    }

    @Test
    default void fullRosterTakesNoNewListedItem() {
        JID owner = owner();
        rosters().update(owner, contact("a"), 1, _ -> listed(contact("a")));
        RosterItem request =
                new RosterItem(
                        contact("b"),
                        null,
                        Set.of(),
                        Subscription.NONE,
                        false,
                        false,
                        false,
                        "<presence/>");

        assertThatThrownBy(
                        () -> rosters().update(owner, contact("b"), 1, _ -> listed(contact("b"))))
                .isInstanceOf(Rosters.RosterFullException.class);
        assertThat(rosters().find(owner, contact("b"))).isEmpty();
        assertThat(rosters().update(owner, contact("b"), 1, _ -> request)).isPresent();
        assertThat(rosters().update(owner, contact("a"), 1, present -> renamed("A", present)))
                .isPresent();
        assertThat(rosters().update(owner, contact("a"), 1, _ -> null)).isPresent();
        assertThat(rosters().update(owner, contact("b"), 1, _ -> listed(contact("b")))).isPresent();
    }

    @Test
    default void failingEditChangesNothing() {
        JID owner = owner();

        assertThatThrownBy(() ->
                        rosters()
                                .update(
                                        owner,
                                        JULIET,
                                        MANY,
                                        _ -> {
                                            throw new IllegalStateException("no");
                                        }))
                .hasMessage("no");

        assertThat(rosters().load(owner).items()).isEmpty();
    }

    @Test
    default void concurrentUpdatesOfOneRosterLoseNothing() {
        JID owner = owner();
        long start = rosters().load(owner).version();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                String group = "g" + i;
                threads.execute(() ->
                        rosters().update(owner, JULIET, MANY, present -> grouped(group, present)));
            }
        }

        assertThat(rosters().find(owner, JULIET).map(each -> each.groups().size()))
                .isEqualTo(Optional.of(40));
        assertThat(rosters().load(owner).version()).isEqualTo(start + 40);
    }

    private static JID contact(String name) {
        return new JID(name, "contacts.example", null);
    }

    private static RosterItem listed(JID contact) {
        return new RosterItem(contact, null, Set.of(), Subscription.BOTH, true, false, false, null);
    }

    private static RosterItem renamed(String name, @Nullable RosterItem present) {
        return new RosterItem(
                contact(name.toLowerCase(Locale.ROOT)),
                present == null ? name : present.name() + "'",
                Set.of(),
                Subscription.NONE,
                true,
                false,
                false,
                null);
    }

    private static RosterItem grouped(String group, @Nullable RosterItem present) {
        Set<String> groups = new HashSet<>(present == null ? Set.of() : present.groups());
        groups.add(group);
        return new RosterItem(JULIET, null, groups, Subscription.BOTH, true, false, false, null);
    }
}
