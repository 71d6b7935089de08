package dev.hermod.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.storage.DeliveryCursors;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DeliveryLedgerTest {
    private static final String PHONE = "phone";
    private static final String LAPTOP = "laptop";

    private final DeliveryLedger<String> ledger = ledger(100);

    private static DeliveryLedger<String> ledger(long cursor, Long... exceptions) {
        return new DeliveryLedger<>(new DeliveryCursors.Position(cursor, Set.of(exceptions)));
    }

    private DeliveryLedger.Replay available(String resource, long floor) {
        ledger.join(resource);
        return ledger.claim(resource, floor);
    }

    private List<String> routed(long id) {
        List<String> receivers = new ArrayList<>();
        ledger.route(id, receivers::add);
        return receivers;
    }

    @Test
    void firstResourceIsGivenEverythingAboveTheCursor() {
        assertThat(available(PHONE, 130).ranges()).containsExactly(new IdRanges.Range(100, 130));
    }

    @Test
    void secondResourceIsNotGivenWhatTheFirstAnswersFor() {
        available(PHONE, 130);
        assertThat(available(LAPTOP, 140).ranges()).isEmpty();
    }

    @Test
    void liveEntriesGoToEveryAvailableResource() {
        available(PHONE, 100);
        available(LAPTOP, 100);
        assertThat(routed(101)).containsExactlyInAnyOrder(PHONE, LAPTOP);
        ledger.leave(PHONE);
        assertThat(routed(102)).containsExactly(LAPTOP);
    }

    @Test
    void entryThatAReplayGivesIsNotGivenOnceMoreWhenItIsRoutedLate() {
        available(PHONE, 130);
        assertThat(routed(130)).isEmpty();
        List<String> receivers = new ArrayList<>();
        ledger.routeTo(PHONE, 129, receivers::add);
        assertThat(receivers).isEmpty();
        ledger.confirm(PHONE, 130);
        assertThat(routed(130)).isEmpty();
        assertThat(routed(131)).containsExactly(PHONE);
    }

    @Test
    void whatAResourceMissedAndIsReplayedIsNotGivenOnceMoreWhenItIsRoutedLate() {
        available(LAPTOP, 110);
        ledger.join(PHONE);
        ledger.claim(PHONE, 120, IdRanges.of(105, 120));
        assertThat(routed(115)).containsExactly(LAPTOP);
        assertThat(routed(121)).containsExactlyInAnyOrder(LAPTOP, PHONE);
    }

    @Test
    void whatAResourceMissedIsNotReplayedWhereItIsForAnotherThatIsNotThere() {
        available(LAPTOP, 110);
        ledger.join(PHONE);
        ledger.claim(PHONE, 120, IdRanges.of(105, 120));
        List<String> receivers = new ArrayList<>();
        ledger.routeInstead(115, receivers::add);
        assertThat(receivers).containsExactlyInAnyOrder(LAPTOP, PHONE);
    }

    @Test
    void whatAResourceMissedAndWasReplayedIsNotFreeWhenTheOtherDies() {
        available(LAPTOP, 100);
        routed(110);
        ledger.join(PHONE);
        ledger.claim(PHONE, 120, IdRanges.of(105, 120));
        ledger.end(LAPTOP::equals);
        ledger.join("phone again", PHONE);
        assertThat(ledger.claim("phone again", 120).ranges())
                .containsExactly(new IdRanges.Range(100, 105));
    }

    @Test
    void whatAResourceMissedIsAcknowledgedByEither() {
        available(LAPTOP, 100);
        routed(110);
        ledger.join(PHONE);
        ledger.claim(PHONE, 120, IdRanges.of(100, 120));
        ledger.confirm(PHONE, 110);
        assertThat(ledger.cursor()).isEqualTo(110);
    }

    @Test
    void whatAnInterruptedReplayDidNotGiveOfTheMissedIsGivenLive() {
        available(LAPTOP, 110);
        ledger.join(PHONE);
        ledger.claim(PHONE, 120, IdRanges.of(105, 120));
        ledger.giveBack(PHONE, 112);
        ledger.join(PHONE);
        assertThat(routed(115)).containsExactlyInAnyOrder(LAPTOP, PHONE);
    }

    @Test
    void entryThatAnInterruptedReplayDidNotGiveIsGivenByTheNext() {
        available(PHONE, 130);
        ledger.giveBack(PHONE, 120);
        assertThat(routed(130)).isEmpty();
        assertThat(available(PHONE, 130).ranges()).containsExactly(new IdRanges.Range(120, 130));
    }

    @Test
    void cursorMovesWithWhatIsAcknowledged() {
        available(PHONE, 100);
        routed(101);
        routed(105);
        ledger.confirm(PHONE, 105);
        assertThat(ledger.cursor()).isEqualTo(105);
    }

    @Test
    void cursorDoesNotJumpOverWhatAnotherResourceHasNotAcknowledged() {
        available(PHONE, 130);
        available(LAPTOP, 130);
        routed(131);
        ledger.confirm(LAPTOP, 131);
        assertThat(ledger.cursor()).isEqualTo(100);
        ledger.confirm(PHONE, 130);
        assertThat(ledger.cursor()).isEqualTo(131);
    }

    @Test
    void whatADyingResourceLeavesIsGivenToTheNext() {
        available(PHONE, 130);
        ledger.confirm(PHONE, 110);
        ledger.end(PHONE::equals);
        assertThat(available(LAPTOP, 130).ranges()).containsExactly(new IdRanges.Range(110, 130));
    }

    @Test
    void whatADyingResourceLeavesBelowOthersAcknowledgementsBecomesExceptions() {
        available(PHONE, 130);
        available(LAPTOP, 130);
        routed(131);
        ledger.confirm(LAPTOP, 131);
        ledger.end(PHONE::equals);
        assertThat(ledger.gaps()).containsExactly(new IdRanges.Range(100, 130));
        ledger.except(new IdRanges.Range(100, 130), List.of(120L));
        assertThat(ledger.cursor()).isEqualTo(131);
        assertThat(ledger.exceptions()).containsExactly(120L);
        assertThat(ledger.takeMove())
                .isEqualTo(new DeliveryLedger.Move(131, Set.of(120L), Set.of()));
    }

    @Test
    void whatSeveralWereGivenBeforeARestartIsConfirmedByEach() {
        DeliveryLedger<String> restarted = ledger(100, 90L);
        restarted.answerFor(PHONE, IdRanges.of(89, 90));
        restarted.answerFor(PHONE, IdRanges.of(109, 110));
        restarted.answerFor(LAPTOP, IdRanges.of(89, 90));
        restarted.answerFor(LAPTOP, IdRanges.of(109, 110));
        restarted.confirm(LAPTOP, 110);
        restarted.end(PHONE::equals);
        assertThat(restarted.exceptions()).isEmpty();
        restarted.join("tablet");
        assertThat(restarted.claim("tablet", 110).ranges())
                .as("nothing that the laptop has acknowledged")
                .noneMatch(range -> range.after() < 110 && 110 <= range.upTo());
    }

    @Test
    void resourceThatStopsKnowsWhatItWasGiven() {
        available(PHONE, 130);
        routed(131);
        assertThat(ledger.stop(PHONE)).isEqualTo(131);
        assertThat(ledger.route(132, _ -> {})).isFalse();
    }

    @Test
    void whatIsRoutedBetweenJoiningAndClaimingIsItsOwnToo() {
        available(PHONE, 130);
        ledger.join(LAPTOP);
        routed(131);
        assertThat(ledger.claim(LAPTOP, 131).ranges()).isEmpty();
        ledger.end(PHONE::equals);
        ledger.join("laptop again", LAPTOP);
        assertThat(ledger.claim("laptop again", 131).ranges())
                .noneMatch(range -> range.after() < 131 && 131 <= range.upTo());
    }

    @Test
    void whatAnotherClaimsBetweenJoiningAndClaimingIsTheOthers() {
        ledger.join(PHONE);
        available(LAPTOP, 130);
        assertThat(ledger.claim(PHONE, 140).ranges())
                .as("the log has grown, and nobody was told yet")
                .isEmpty();
        routed(150);
        ledger.confirm(PHONE, 150);
        ledger.end(LAPTOP::equals);
        assertThat(ledger.gaps()).containsExactly(new IdRanges.Range(100, 140));
    }

    @Test
    void whatIsRoutedBelowItsFloorIsItsOwnToo() {
        available(PHONE, 100);
        available(LAPTOP, 120);
        assertThat(routed(115)).containsExactlyInAnyOrder(PHONE, LAPTOP);
        ledger.end(PHONE::equals);
        ledger.join("laptop again", LAPTOP);
        assertThat(ledger.claim("laptop again", 120).ranges())
                .containsExactly(new IdRanges.Range(100, 114), new IdRanges.Range(115, 120));
    }

    @Test
    void whatAResourceGaveBackIsFreeAtItsEnd() {
        available(LAPTOP, 130);
        available(PHONE, 130);
        ledger.giveBack(LAPTOP, 110);
        ledger.confirm(LAPTOP, 110);
        assertThat(ledger.end(LAPTOP::equals)).isTrue();
        assertThat(available(PHONE, 130).ranges()).containsExactly(new IdRanges.Range(110, 130));
        assertThat(ledger.end(LAPTOP::equals)).isFalse();
    }

    @Test
    void whatIsRoutedToOneAloneBetweenJoiningAndClaimingIsNotTheOthers() {
        available(PHONE, 130);
        ledger.join(LAPTOP);
        ledger.claim(LAPTOP, 131);
        ledger.routeTo(PHONE, 131, _ -> {});
        routed(132);
        ledger.confirm(LAPTOP, 132);
        ledger.end(PHONE::equals);
        assertThat(ledger.gaps()).anyMatch(range -> range.after() < 131 && 131 <= range.upTo());
    }

    @Test
    void exceptionsAreGivenOnceAndGoneWhenAcknowledged() {
        DeliveryLedger<String> withExceptions = ledger(200, 120L, 150L);
        withExceptions.join(PHONE);
        assertThat(withExceptions.claim(PHONE, 200).exceptions()).containsExactly(120L, 150L);
        withExceptions.join(LAPTOP);
        assertThat(withExceptions.claim(LAPTOP, 200).exceptions()).isEmpty();
        withExceptions.confirm(PHONE, 120);
        assertThat(withExceptions.exceptions()).containsExactly(150L);
        assertThat(withExceptions.takeMove())
                .isEqualTo(new DeliveryLedger.Move(200, Set.of(), Set.of(120L)));
    }

    @Test
    void entryForOneResourceAloneHoldsTheCursorUntilThatResourceAcknowledges() {
        available(PHONE, 100);
        available(LAPTOP, 100);
        ledger.routeTo(PHONE, 101, _ -> {});
        routed(102);
        ledger.confirm(LAPTOP, 102);
        assertThat(ledger.cursor()).isEqualTo(100);
        ledger.confirm(PHONE, 102);
        assertThat(ledger.cursor()).isEqualTo(102);
    }

    @Test
    void entryForOneResourceAloneIsFreeWhenThatResourceDies() {
        available(PHONE, 100);
        available(LAPTOP, 100);
        ledger.routeTo(PHONE, 101, _ -> {});
        routed(102);
        ledger.confirm(LAPTOP, 102);
        ledger.end(PHONE::equals);
        assertThat(ledger.gaps()).containsExactly(new IdRanges.Range(100, 101));
    }

    @Test
    void resourceThatBecomesAvailableAgainIsNotGivenWhatItHas() {
        available(PHONE, 110);
        ledger.leave(PHONE);
        assertThat(available(PHONE, 115).ranges()).containsExactly(new IdRanges.Range(110, 115));
    }

    @Test
    void moveThatCouldNotBeStoredIsTakenAgain() {
        available(PHONE, 110);
        ledger.confirm(PHONE, 110);
        DeliveryLedger.Move move = Objects.requireNonNull(ledger.takeMove());
        assertThat(ledger.takeMove()).isNull();
        ledger.notStored(move);
        assertThat(ledger.takeMove()).isEqualTo(move);
    }

    /// Resources come, acknowledge and die at random; in the end everything was acknowledged by
    /// somebody, or is still to be given to the next one: nothing is skipped.
    @Test
    void nothingIsSkippedWhateverResourcesDo() {
        for (int seed = 0; seed < 3_000; seed++) {
            new Story(seed).run();
        }
    }

    private static final class Story {
        private final Random random;
        private final long seed;
        private final DeliveryLedger<Resource> ledger =
                new DeliveryLedger<>(new DeliveryCursors.Position(0, Set.of()));
        private final List<Resource> resources = new ArrayList<>();
        private final TreeSet<Long> entries = new TreeSet<>();
        private final Set<Long> acknowledged = new TreeSet<>();
        private long last;

        private static final class Resource {
            final TreeSet<Long> given = new TreeSet<>();
        }

        Story(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void run() {
            for (int step = 0; step < 60; step++) {
                switch (random.nextInt(6)) {
                    case 0 -> begin();
                    case 1, 2 -> send();
                    case 3 -> sendToOne();
                    case 4 -> acknowledge();
                    default -> die();
                }
            }
            List.copyOf(resources).forEach(this::die);
            Resource late = begin();
            Set<Long> covered = new TreeSet<>(acknowledged);
            covered.addAll(late.given);
            assertThat(covered).as("seed %s", seed).isEqualTo(entries);
        }

        private Resource begin() {
            Resource resource = new Resource();
            resources.add(resource);
            ledger.join(resource);
            DeliveryLedger.Replay replay = ledger.claim(resource, last);
            resource.given.addAll(replay.exceptions());
            replay.ranges()
                    .forEach(range ->
                            resource.given.addAll(
                                    entries.subSet(range.after(), false, range.upTo(), true)));
            assertThat(resource.given)
                    .as("seed %s: given again", seed)
                    .noneMatch(acknowledged::contains);
            return resource;
        }

        private void send() {
            entries.add(++last);
            long id = last;
            ledger.route(id, resource -> resource.given.add(id));
        }

        private void sendToOne() {
            if (!resources.isEmpty()) {
                entries.add(++last);
                long id = last;
                ledger.routeTo(any(), id, resource -> resource.given.add(id));
            }
        }

        private void acknowledge() {
            if (!resources.isEmpty()) {
                Resource resource = any();
                if (!resource.given.isEmpty()) {
                    long upTo =
                            List.copyOf(resource.given).get(random.nextInt(resource.given.size()));
                    Set<Long> now = resource.given.headSet(upTo, true);
                    acknowledged.addAll(now);
                    now.clear();
                    ledger.confirm(resource, upTo);
                }
            }
        }

        private void die() {
            if (!resources.isEmpty()) {
                die(any());
            }
        }

        private void die(Resource resource) {
            resources.remove(resource);
            ledger.end(other -> other == resource);
            ledger.gaps()
                    .forEach(gap ->
                            ledger.except(
                                    gap, entries.subSet(gap.after(), false, gap.upTo(), true)));
        }

        private Resource any() {
            return resources.get(random.nextInt(resources.size()));
        }
    }
}
