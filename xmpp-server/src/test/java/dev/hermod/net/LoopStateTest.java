package dev.hermod.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopStateTest {
    private static final int TURNS = 20;
    private static final int MOST_IN_A_TURN = 1_000;

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final SingleThreadEventLoop loop = (SingleThreadEventLoop) group.next();
    private final LoopState state = new LoopState(loop);
    private final CompletableFuture<Integer> most = new CompletableFuture<>();
    private int turns;
    private int tasks;
    private int mostTasks;

    @AfterEach
    void stop() {
        var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void tasksThatKeepComingLeaveTurnsToTheNetwork() throws Exception {
        loop.execute(() -> {
            state.execute(this::comesAgain);
            loop.executeAfterEventLoopIteration(this::turnEnds);
        });
        assertThat(most.get(1, TimeUnit.MINUTES)).isLessThan(MOST_IN_A_TURN);
    }

    private void comesAgain() {
        tasks++;
        if (!most.isDone()) {
            state.execute(this::comesAgain);
        }
    }

    private void turnEnds() {
        mostTasks = Math.max(mostTasks, tasks);
        tasks = 0;
        if (++turns == TURNS) {
            most.complete(mostTasks);
        } else {
            loop.execute(() -> loop.executeAfterEventLoopIteration(this::turnEnds));
        }
    }
}
