package dev.hermod.storage.jdbc.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A wall clock that runs, and that jumps when told to.
final class TestWall implements InstantSource {
    private volatile Duration offset = Duration.ZERO;

    void jump(Duration by) {
        offset = offset.plus(by);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(offset);
    }
}
