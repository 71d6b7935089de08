package dev.hermod.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;

class CheckpointTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final TestServer server = TestServer.with();
    private final Receiver receiver = server.login("juliet", "balcony").session().receiver();
    private final List<Delivered> confirmed = new ArrayList<>();
    private final Checkpoint checkpoint =
            new Checkpoint(
                    new Checkpoint.Rules(Duration.ofSeconds(20), Duration.ofSeconds(60)),
                    confirmed::add);

    private Delivered entry(long id) {
        return new Delivered(receiver, id);
    }

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

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void earlierReceiverIsConfirmedOnItsOwn() {
        Delivered late = new Delivered(new Receiver(receiver.session()), 3);
        checkpoint.delivered(entry(7), 0);
        FrozenElement ping = pingAt(21 * SECOND);
        checkpoint.delivered(late, 22 * SECOND);
        assertThat(checkpoint.answeredBy(answer(ping))).isTrue();
        assertThat(confirmed).containsExactly(entry(7));
        checkpoint.confirmAll();
        assertThat(confirmed).containsExactly(entry(7), late);
    }

    @Test
    void nothingDeliveredNeedsNoPing() {
        assertThat(checkpoint.due(100 * SECOND, 100)).isNull();
    }

    @Test
    void clientIsPingedOnceDeliveriesHaveStoodForAWhile() {
        checkpoint.delivered(entry(7), 0);
        assertThat(checkpoint.due(19 * SECOND, 100)).isNull();
        assertThat(pingAt(21 * SECOND).attr("type")).isEqualTo("get");
        assertThat(checkpoint.due(22 * SECOND, 100)).isNull();
    }

    @Test
    void anyAnswerToThePingConfirmsWhatWasDeliveredBeforeIt() {
        checkpoint.delivered(entry(7), 0);
        FrozenElement ping = pingAt(21 * SECOND);
        checkpoint.delivered(entry(8), 22 * SECOND);
        assertThat(checkpoint.answeredBy(answer(ping))).isTrue();
        assertThat(confirmed).containsExactly(entry(7));
        assertThat(checkpoint.answeredBy(answer(ping))).isFalse();
    }

    @Test
    void otherAnswersConfirmNothing() {
        checkpoint.delivered(entry(7), 0);
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
        checkpoint.delivered(entry(7), 0);
        pingAt(21 * SECOND);
        assertThat(checkpoint.due(90 * SECOND, 100)).isNull();
        assertThat(confirmed).isEmpty();
        assertThat(checkpoint.due(91 * SECOND, 101)).isNull();
        assertThat(confirmed).containsExactly(entry(7));
    }

    @Test
    void orderlyEndConfirmsEverything() {
        checkpoint.delivered(entry(7), 0);
        checkpoint.delivered(entry(9), 0);
        checkpoint.confirmAll();
        assertThat(confirmed).containsExactly(entry(9));
    }
}
