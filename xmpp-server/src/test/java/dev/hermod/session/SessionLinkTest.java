package dev.hermod.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionLinkTest {
    private final ManualLoop loop = new ManualLoop();
    private final SessionLink link = new SessionLink(loop);
    private final List<String> done = new ArrayList<>();

    /// Runs what it is given when it is asked to.
    private static final class ManualLoop implements EventLoop {
        final ArrayDeque<Runnable> turns = new ArrayDeque<>();
        boolean here;

        @Override
        public boolean inEventLoop() {
            return here;
        }

        @Override
        public void execute(Runnable task) {
            turns.add(task);
        }

        @Override
        public void schedule(Runnable task, Duration delay) {
            turns.add(task);
        }
    }

    private void give(String name) {
        link.execute(() -> done.add(name));
    }

    @Test
    void whatIsGivenBeforeItsTurnComesIsDoneInOneTurn() {
        give("a");
        give("b");
        give("c");
        assertThat(loop.turns).hasSize(1);
        loop.turns.remove().run();
        assertThat(done).containsExactly("a", "b", "c");
        assertThat(loop.turns).isEmpty();
        give("d");
        assertThat(loop.turns).hasSize(1);
    }

    @Test
    void whatCouldBeDoneAtOnceWaitsForWhatWasGivenBefore() {
        loop.here = true;
        link.run(() -> done.add("a"));
        assertThat(done).containsExactly("a");
        give("b");
        link.run(() -> done.add("c"));
        assertThat(done).containsExactly("a");
        loop.turns.remove().run();
        assertThat(done).containsExactly("a", "b", "c");
    }

    @Test
    void whatATaskAsksOfItsOwnSessionIsDoneAtOnce() {
        loop.here = true;
        link.execute(() -> {
            link.run(() -> done.add("a"));
            done.add("b");
        });
        give("c");
        loop.turns.remove().run();
        assertThat(done).containsExactly("a", "b", "c");
    }

    @Test
    void whoIsGivenMuchLetsOthersHaveTheirTurn() {
        for (int i = 0; i < 1_000; i++) {
            give("task");
        }
        loop.turns.remove().run();
        assertThat(done).hasSizeLessThan(100);
        assertThat(loop.turns).hasSize(1);
        while (!loop.turns.isEmpty()) {
            loop.turns.remove().run();
        }
        assertThat(done).hasSize(1_000);
    }

    @Test
    void whatFollowsAFailureIsDone() {
        give("a");
        link.execute(() -> {
            throw new IllegalStateException("a bug");
        });
        give("b");
        assertThatThrownBy(loop.turns.remove()::run).hasMessage("a bug");
        assertThat(loop.turns).hasSize(1);
        loop.turns.remove().run();
        assertThat(done).containsExactly("a", "b");
    }
}
