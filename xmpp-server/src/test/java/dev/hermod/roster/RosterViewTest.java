package dev.hermod.roster;

import static dev.hermod.roster.RosterSamples.JULIET;
import static dev.hermod.roster.RosterSamples.NURSE;
import static dev.hermod.roster.RosterSamples.ROMEO;
import static dev.hermod.roster.RosterSamples.changed;
import static dev.hermod.roster.RosterSamples.item;
import static dev.hermod.roster.RosterSamples.named;
import static dev.hermod.roster.RosterSamples.removed;
import static dev.hermod.roster.RosterSamples.request;
import static dev.hermod.roster.RosterSamples.roster;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.storage.RosterChange;
import dev.hermod.storage.Subscription;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

class RosterViewTest {
    private final RosterView view = new RosterView();

    @Test
    void changeIsSeenOnceAndOlderOnesOfTheSameContactAreNot() {
        view.loaded(roster(5, named(ROMEO, "old")));

        assertThat(view.apply(changed(7, named(ROMEO, "newest")))).isTrue();
        assertThat(view.apply(changed(6, named(ROMEO, "late")))).isFalse();
        assertThat(view.apply(changed(7, named(ROMEO, "newest")))).isFalse();

        assertThat(view.roster()).isEqualTo(roster(7, named(ROMEO, "newest")));
    }

    @Test
    void lateChangeOfAnotherContactIsTakenAndTheVersionDoesNotGoBack() {
        view.loaded(roster(5));
        view.apply(changed(7, named(ROMEO, "Romeo")));
        view.apply(changed(6, named(JULIET, "Juliet")));

        assertThat(view.roster().version()).isEqualTo(7);
        assertThat(view.item(JULIET)).isNotNull();
    }

    @Test
    void lateChangeDoesNotBringARemovedContactBack() {
        view.loaded(roster(5, named(ROMEO, "Romeo")));
        view.apply(removed(7, ROMEO));

        assertThat(view.apply(changed(6, named(ROMEO, "late")))).isFalse();
        assertThat(view.item(ROMEO)).isNull();
    }

    @Test
    void changeThatCameBeforeLoadingAndIsNewerThanWhatWasLoadedStays() {
        view.apply(changed(6, named(ROMEO, "new")));
        view.apply(changed(4, named(JULIET, "older than loaded")));
        view.apply(removed(7, NURSE));

        view.loaded(roster(5, named(ROMEO, "old"), named(NURSE, "Nurse")));

        assertThat(view.roster()).isEqualTo(roster(7, named(ROMEO, "new")));
    }

    @Test
    @Spec("RFC 6121 3.1.3")
    void requestOfSomebodyElseIsNotInTheRosterAndItsTextIsNotHeld() {
        assertThat(view.apply(changed(1, request(ROMEO, "<presence/>")))).isFalse();

        assertThat(view.roster().items()).isEmpty();
        assertThat(view.item(ROMEO)).isNull();
        assertThat(view.requests()).isEqualTo(1);
        assertThat(view.knows(ROMEO)).isTrue();
    }

    @Test
    void whoReceivesWhosePresenceIsToldApart() {
        view.loaded(
                roster(
                        1,
                        item(ROMEO, Subscription.FROM),
                        item(JULIET, Subscription.TO),
                        item(NURSE, Subscription.BOTH)));

        assertThat(view.subscribers()).containsExactlyInAnyOrder(ROMEO, NURSE);
        assertThat(view.subscriptions()).containsExactlyInAnyOrder(JULIET, NURSE);
        assertThat(view.from(ROMEO)).isTrue();
        assertThat(view.to(ROMEO)).isFalse();
        assertThat(view.from(new JID("stranger@example.org"))).isFalse();
    }

    @Test
    void manyRemovalsAreNotRememberedForEver() {
        view.loaded(roster(0));
        for (int i = 1; i <= 2_000; i++) {
            view.apply(removed(i, new JID("contact" + i + "@example.org")));
        }
        assertThat(view.remembered()).isLessThan(300);
    }

    @RepeatedTest(20)
    void anyOrderOfArrivalEndsInTheSameRoster() {
        List<RosterChange> changes = new ArrayList<>();
        List<JID> contacts = List.of(ROMEO, JULIET, NURSE);
        Random random = new Random(42);
        for (int version = 1; version <= 60; version++) {
            JID contact = contacts.get(random.nextInt(contacts.size()));
            changes.add(
                    random.nextInt(4) == 0
                            ? removed(version, contact)
                            : changed(version, named(contact, "v" + version)));
        }
        RosterView inOrder = new RosterView();
        inOrder.loaded(roster(0));
        changes.forEach(inOrder::apply);

        Collections.shuffle(changes);
        view.loaded(roster(0));
        changes.forEach(view::apply);

        assertThat(view.roster().version()).isEqualTo(60);
        assertThat(view.roster().items())
                .containsExactlyInAnyOrderElementsOf(inOrder.roster().items());
    }
}
