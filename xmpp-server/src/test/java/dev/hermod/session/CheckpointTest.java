package dev.hermod.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;

class CheckpointTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final List<Long> confirmed = new ArrayList<>();
    private final Checkpoint checkpoint =
            new Checkpoint(
                    new Checkpoint.Rules(Duration.ofSeconds(20), Duration.ofSeconds(60)),
                    confirmed::add);

    private FrozenElement pingAt(long nanos) {
        return Objects.requireNonNull(checkpoint.due(nanos, 100));
    }

    private static IQ answer(FrozenElement ping) {
        return Stanzas.iq(
                FrozenElement.named("iq", Stanzas.CLIENT)
                        .attribute("type", "error")
                        .attribute("id", ping.attr("id"))
                        .build());
    }

    @Test
    void nothingDeliveredNeedsNoPing() {
        assertThat(checkpoint.due(100 * SECOND, 100)).isNull();
    }

    @Test
    void clientIsPingedOnceDeliveriesHaveStoodForAWhile() {
        checkpoint.delivered(7, 0);
        assertThat(checkpoint.due(19 * SECOND, 100)).isNull();
        assertThat(pingAt(21 * SECOND).attr("type")).isEqualTo("get");
        assertThat(checkpoint.due(22 * SECOND, 100)).isNull();
    }

    @Test
    void anyAnswerToThePingConfirmsWhatWasDeliveredBeforeIt() {
        checkpoint.delivered(7, 0);
        FrozenElement ping = pingAt(21 * SECOND);
        checkpoint.delivered(8, 22 * SECOND);
        assertThat(checkpoint.answeredBy(answer(ping))).isTrue();
        assertThat(confirmed).containsExactly(7L);
        assertThat(checkpoint.answeredBy(answer(ping))).isFalse();
    }

    @Test
    void otherAnswersConfirmNothing() {
        checkpoint.delivered(7, 0);
        pingAt(21 * SECOND);
        IQ other =
                Stanzas.iq(
                        FrozenElement.named("iq", Stanzas.CLIENT)
                                .attribute("type", "result")
                                .attribute("id", "mine")
                                .build());
        assertThat(checkpoint.answeredBy(other)).isFalse();
        assertThat(confirmed).isEmpty();
    }

    @Test
    void clientThatNeverAnswersConfirmsBySendingOnLongAfter() {
        checkpoint.delivered(7, 0);
        pingAt(21 * SECOND);
        assertThat(checkpoint.due(90 * SECOND, 100)).isNull();
        assertThat(confirmed).isEmpty();
        assertThat(checkpoint.due(91 * SECOND, 101)).isNull();
        assertThat(confirmed).containsExactly(7L);
    }

    @Test
    void orderlyEndConfirmsEverything() {
        checkpoint.delivered(7, 0);
        checkpoint.delivered(9, 0);
        checkpoint.confirmAll();
        assertThat(confirmed).containsExactly(9L);
    }
}
