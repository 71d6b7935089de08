package dev.hermod.extensions.muc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = 1_000_000_000;

    private final Pace pace = new Pace();

    private int allowed(long nowNanos, int tries) {
        int allowed = 0;
        for (int i = 0; i < tries; i++) {
            allowed += pace.next(nowNanos, 5) ? 1 : 0;
        }
        return allowed;
    }

    @Test
    void burstIsTwiceWhatASecondMayHave() {
        assertThat(allowed(0, 100)).isEqualTo(10);
    }

    @Test
    void whoWaitsMaySpeakAgain() {
        allowed(0, 100);
        assertThat(allowed(SECOND, 100)).isEqualTo(5);
        assertThat(allowed(100 * SECOND, 100)).isEqualTo(10);
    }
}
