package dev.hermod.it.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {
    private static final double MEBI = 1 << 20;
    private final Random random = new Random(1);

    /// An hour, a sample every half minute.
    private static Trend hour(DoubleUnaryOperator heap) {
        List<Sample> samples =
                IntStream.range(0, 120)
                        .mapToObj(i -> i * 30.0)
                        .map(second ->
                                new Sample(second, heap.applyAsDouble(second), 0, 0, 0, 0, 0, 0))
                        .toList();
        return Trend.of("heap", MEBI, Trend.afterWarmUp(samples), Sample::heap);
    }

    @Test
    void noiseAboutALevelIsFlat() {
        assertThat(hour(_ -> 20 * MEBI + random.nextGaussian() * MEBI).flat()).isTrue();
    }

    @Test
    void leakOfAFewBytesASecondBelowTheAllowanceIsFlat() {
        assertThat(hour(second -> 20 * MEBI + second * 100).flat()).isTrue();
    }

    @Test
    void steadyLeakGrowsThoughTheNoiseIsLarger() {
        Trend trend = hour(second -> 20 * MEBI + second * 1500 + random.nextGaussian() * MEBI / 2);
        assertThat(trend.flat()).isFalse();
        assertThat(trend.perHour()).isCloseTo(3600 * 1500, within(MEBI));
    }

    @Test
    void whatFillsInTheFirstQuarterOnlyIsFlat() {
        assertThat(hour(second -> MEBI * (20 + Math.min(second, 900) / 30)).flat()).isTrue();
    }
}
