package dev.hermod.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdRangesTest {
    private static final int IDS = 40;

    @Test
    void adjacentAndOverlappingRangesBecomeOne() {
        IdRanges set = IdRanges.of(0, 5);
        set.add(5, 8);
        set.add(3, 6);
        assertThat(set.ranges()).containsExactly(new IdRanges.Range(0, 8));
    }

    @Test
    void removingFromTheMiddleLeavesBothSides() {
        IdRanges set = IdRanges.of(0, 10);
        set.remove(3, 4);
        assertThat(set.ranges())
                .containsExactly(new IdRanges.Range(0, 3), new IdRanges.Range(4, 10));
    }

    @Test
    void anySequenceOfAddingAndRemovingEqualsASetOfNumbers() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            IdRanges set = new IdRanges();
            BitSet expected = new BitSet();
            for (int step = 0; step < 30; step++) {
                int after = random.nextInt(IDS);
                int upTo = random.nextInt(IDS);
                boolean add = random.nextBoolean();
                if (add) {
                    set.add(after, upTo);
                } else {
                    set.remove(after, upTo);
                }
                if (after < upTo) {
                    expected.set(after + 1, upTo + 1, add);
                }
            }
            for (int id = 0; id <= IDS; id++) {
                assertThat(set.contains(id))
                        .as("seed %s id %s", seed, id)
                        .isEqualTo(expected.get(id));
            }
        }
    }
}
