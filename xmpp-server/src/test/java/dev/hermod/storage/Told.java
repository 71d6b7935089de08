package dev.hermod.storage;

import dev.hermod.storage.MessageLog.Failure;
import dev.hermod.storage.MessageLog.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/// What a log told about one message, and how often.
public final class Told implements Outcome {
    private static final int SECONDS = 60;

    private final AtomicInteger times = new AtomicInteger();
    private final CompletableFuture<Result> result = new CompletableFuture<>();

    /// Either ids or a failure.
    public sealed interface Result {
        /// In the order of the message's rows.
        record Committed(List<Long> ids, List<Long> previous) implements Result {}

        /// It was written before.
        record Repeated(List<Long> ids) implements Result {}

        /// Nothing was written.
        record Failed(Failure failure) implements Result {}
    }

    @Override
    public void committed(long[] ids, long[] previousIds) {
        times.incrementAndGet();
        result.complete(new Result.Committed(list(ids), list(previousIds)));
    }

    @Override
    public void repeated(long[] ids) {
        times.incrementAndGet();
        result.complete(new Result.Repeated(list(ids)));
    }

    @Override
    public void failed(Failure failure) {
        times.incrementAndGet();
        result.complete(new Result.Failed(failure));
    }

    public int times() {
        return times.get();
    }

    public boolean isTold() {
        return result.isDone();
    }

    /// Waits for it.
    public Result result() {
        try {
            return result.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("nothing was told", e);
        }
    }

    /// Waits for the ids; fails if there are none.
    public Result.Committed committed() {
        return switch (result()) {
            case Result.Committed committed -> committed;
            case Result.Repeated _, Result.Failed _ -> throw new AssertionError("told " + result());
        };
    }

    private static List<Long> list(long[] values) {
        return LongStream.of(values).boxed().toList();
    }
}
