package dev.hermod.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadSharingTest {
    private static final List<String> SENDERS =
            IntStream.range(0, 1_000).mapToObj(i -> "user" + i + "@example.org").toList();

    private static Long choose(String sender, Long... streams) {
        return Objects.requireNonNull(
                LoadSharing.choose(sender, List.of(streams), Long::longValue));
    }

    @Test
    void withoutStreamsThereIsNoChoice() {
        assertThat(LoadSharing.choose("a", List.<Long>of(), Long::longValue)).isNull();
    }

    @Test
    void senderKeepsItsStreamInWhateverOrderTheyAreListed() {
        for (String sender : SENDERS) {
            assertThat(choose(sender, 1L, 2L, 3L)).isEqualTo(choose(sender, 3L, 1L, 2L));
        }
    }

    @Test
    void everyStreamGetsItsShare() {
        var shares =
                SENDERS.stream()
                        .collect(
                                Collectors.groupingBy(
                                        sender -> choose(sender, 1L, 2L, 3L, 4L),
                                        Collectors.counting()));
        assertThat(shares).hasSize(4);
        assertThat(shares.values()).allMatch(share -> share > 150);
    }

    @Test
    void onlySendersOfTheLostStreamMoveAndNotAllToTheSame() {
        Set<Long> taking =
                SENDERS.stream()
                        .filter(sender -> choose(sender, 1L, 2L, 3L) == 2L)
                        .map(sender -> choose(sender, 1L, 3L))
                        .collect(Collectors.toSet());
        assertThat(taking).containsExactlyInAnyOrder(1L, 3L);
        assertThat(SENDERS)
                .filteredOn(sender -> choose(sender, 1L, 2L, 3L) != 2L)
                .allMatch(sender -> choose(sender, 1L, 2L, 3L).equals(choose(sender, 1L, 3L)));
    }

    @Test
    void streamThatComesTakesSendersAndMovesNoOthers() {
        assertThat(SENDERS)
                .filteredOn(sender -> !choose(sender, 1L, 2L).equals(choose(sender, 1L, 2L, 3L)))
                .isNotEmpty()
                .allMatch(sender -> choose(sender, 1L, 2L, 3L) == 3L);
    }
}
