package dev.hermod.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hermod.testing.TestServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

class RecipientLanesTest {
    private static final JID JULIET = TestServer.jid("juliet@example.org");
    private static final JID ROMEO = TestServer.jid("romeo@example.org");

    private final RecipientLanes lanes = new RecipientLanes();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<Integer> done = new CopyOnWriteArrayList<>();

    private void awaitGate() {
        try {
            assertThat(gate.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tasksOfOneRecipientRunInOrderAndNobodyElseWaits() {
        lanes.add(JULIET, this::awaitGate);
        IntStream.range(0, 100)
                .forEach(i -> assertThat(lanes.follow(JULIET, () -> done.add(i))).isTrue());
        assertThat(lanes.follow(ROMEO, () -> done.add(-1))).isFalse();
        lanes.add(ROMEO, () -> done.add(-2));
        await().until(() -> done.contains(-2));
        gate.countDown();
        await().until(lanes::idle);
        assertThat(done.subList(1, done.size()))
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void onlySoManyTasksWait() {
        lanes.add(JULIET, this::awaitGate);
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i <= RecipientLanes.MAXIMUM; i++) {
                                lanes.follow(JULIET, () -> {});
                            }
                        })
                .isInstanceOf(RejectedExecutionException.class);
        gate.countDown();
        await().until(lanes::idle);
        lanes.add(JULIET, () -> done.add(1));
        await().until(() -> !done.isEmpty());
    }
}
