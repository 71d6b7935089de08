package dev.hermod.it.soak;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Whether a quantity grows: a straight line through its samples after the warm-up, by least
/// squares. It is flat when the line rises over the whole window by no more than the largest of
/// three: what the quantity is allowed, a thirtieth of its mean, and twice the standard deviation
/// of the samples about the line (for a rise that small cannot be told from noise).
///
/// @param perHour the slope
/// @param rise of the line over the window
/// @param noise standard deviation about the line
/// @param allowed the largest rise that counts as flat
record Trend(String name, double mean, double perHour, double rise, double noise, double allowed) {
    private static final double SHARE = 1.0 / 30;
    private static final double NOISE = 2;
    private static final double HOUR = 3600;

    /// The first quarter of a run is warm-up: code is compiled, pools and caches fill.
    static List<Sample> afterWarmUp(List<Sample> samples) {
        return samples.subList(samples.size() / 4, samples.size());
    }

    static Trend of(
            String name, double allowance, List<Sample> samples, ToDoubleFunction<Sample> value) {
        double meanTime = samples.stream().mapToDouble(Sample::second).average().orElseThrow();
        double mean = samples.stream().mapToDouble(value).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (Sample sample : samples) {
            double time = sample.second() - meanTime;
            covariance += time * (value.applyAsDouble(sample) - mean);
            variance += time * time;
        }
        double slope = variance == 0 ? 0 : covariance / variance;
        double squares = 0;
        for (Sample sample : samples) {
            double line = mean + slope * (sample.second() - meanTime);
            squares += Math.pow(value.applyAsDouble(sample) - line, 2);
        }
        double noise = Math.sqrt(squares / Math.max(1, samples.size() - 2));
        double window = samples.getLast().second() - samples.getFirst().second();
        double allowed = Math.max(allowance, Math.max(mean * SHARE, noise * NOISE));
        return new Trend(name, mean, slope * HOUR, slope * window, noise, allowed);
    }

    boolean flat() {
        return rise <= allowed;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-12s mean %,14.1f  slope per hour %+,14.1f  rise %+,14.1f  noise %,12.1f  allowed %,12.1f  %s",
                name,
                mean,
                perHour,
                rise,
                noise,
                allowed,
                flat() ? "flat" : "GROWS");
    }
}
