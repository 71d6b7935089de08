package dev.hermod.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Two clients that chat, one message at a time, and note how long each took.
final class HonestPair implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final RawClient sender;
    private final RawClient receiver;
    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread;
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;

    HonestPair(HermodServer server) {
        receiver = server.client().available();
        sender = server.client();
        thread = Thread.ofPlatform().name("honest").start(this::chat);
    }

    private void chat() {
        try {
            for (int number = 0; !stopped; number++) {
                long start = System.nanoTime();
                sender.chat(receiver.bare(), "number " + number);
                assertThat(receiver.message().body()).isEqualTo("number " + number);
                nanos.add(System.nanoTime() - start);
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException | AssertionError | RuntimeException e) {
            failure = e;
        }
    }

    int messages() {
        return nanos.size();
    }

    /// Milliseconds from sending to receiving of the messages so far, from the best on.
    List<Double> takeTimes() {
        synchronized (nanos) {
            List<Double> times = nanos.stream().sorted().map(one -> one / 1e6).toList();
            nanos.clear();
            return times;
        }
    }

    /// Stops, and fails if a message was lost, doubled or out of order.
    void finish() throws InterruptedException {
        stopped = true;
        assertThat(thread.join(PATIENCE)).isTrue();
        if (failure != null) {
            throw new AssertionError("the honest clients were disturbed", failure);
        }
        assertThat(receiver.bodies()).isEmpty();
    }

    @Override
    public void close() {
        stopped = true;
        sender.close();
        receiver.close();
    }
}
