package dev.hermod.it.clock;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The machine's clock and an offset. In the server's process.
public final class JumpingClock extends Clock {
    /// Names the property with the file.
    static final String FILE = "hermod.it.clock";

    private static final ClockOffset OFFSET = ClockOffset.in(Path.of(System.getProperty(FILE, "")));

    private final ZoneId zone;

    private JumpingClock(ZoneId zone) {
        this.zone = zone;
    }

    /// In place of `Clock.systemUTC()`.
    public static Clock clock() {
        return new JumpingClock(ZoneOffset.UTC);
    }

    /// In place of `Instant.now()`.
    public static Instant now() {
        return Instant.now().plusMillis(OFFSET.millis());
    }

    /// In place of `System.currentTimeMillis()`.
    public static long currentTimeMillis() {
        return System.currentTimeMillis() + OFFSET.millis();
    }

    @Override
    public Instant instant() {
        return now();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new JumpingClock(other);
    }
}
