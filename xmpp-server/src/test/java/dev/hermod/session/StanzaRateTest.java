package dev.hermod.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StanzaRateTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final StanzaRate rate = new StanzaRate(10);

    private long take(int stanzas, long now) {
        long wait = 0;
        for (int i = 0; i < stanzas; i++) {
            wait = rate.take(now);
        }
        return wait;
    }

    @Test
    void burstOfTwoSecondsWorthPasses() {
        assertThat(take(20, 0)).isZero();
        assertThat(take(1, 0)).isPositive();
    }

    @Test
    void waitGrowsWithWhatIsBeyondTheBurst() {
        assertThat(take(30, 0)).isEqualTo(SECOND);
    }

    @Test
    void creditComesBackWithTime() {
        take(20, 0);
        assertThat(take(20, 2 * SECOND)).isZero();
    }

    @Test
    void silenceGivesNoMoreCreditThanOneBurst() {
        take(1, 0);
        assertThat(take(20, 1_000 * SECOND)).isZero();
        assertThat(take(1, 1_000 * SECOND)).isPositive();
    }
}
