package dev.hermod.testing;

import dev.hermod.server.RunningState;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/// A test server that has just started and has no listeners.
record TestState(Instant started) implements RunningState {
    TestState(Clock clock) {
        this(clock.instant());
    }

    @Override
    public Map<String, InetSocketAddress> listeners() {
        return Map.of();
    }

    @Override
    public boolean accepting() {
        return true;
    }

    @Override
    public boolean working() {
        return true;
    }

    @Override
    public String metrics() {
        return "";
    }

    @Override
    public String cluster() {
        return "single node";
    }
}
