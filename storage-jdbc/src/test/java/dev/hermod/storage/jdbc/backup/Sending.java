package dev.hermod.storage.jdbc.backup;

import dev.hermod.storage.MessageLog;
import dev.hermod.storage.Messages;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/// Messages from Romeo to Juliet without pause, so many under way at a time, until it is closed.
final class Sending implements AutoCloseable {
    private static final int UNDER_WAY = 100;

    private final Queue<Long> ids = new ConcurrentLinkedQueue<>();
    private final Semaphore free = new Semaphore(UNDER_WAY);
    private final MessageLog log;
    private final Thread thread;
    private volatile boolean stopped;

    Sending(MessageLog log) {
        this.log = log;
        this.thread = Thread.ofPlatform().start(this::send);
    }

    /// Juliet's, of what was told committed so far.
    List<Long> ids() {
        return List.copyOf(ids);
    }

    int committed() {
        return ids.size();
    }

    private void send() {
        for (int number = 0; !stopped; number++) {
            free.acquireUninterruptibly();
            String text = "under load " + number;
            if (!log.append(Messages.between(Samples.ROMEO, Samples.JULIET, text), new Told())) {
                free.release();
            }
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        free.acquireUninterruptibly(UNDER_WAY);
    }

    private final class Told implements MessageLog.Outcome {
        @Override
        public void committed(long[] given, long[] previous) {
            ids.add(given[1]);
            free.release();
        }

        @Override
        public void repeated(long[] given) {
            free.release();
        }

        @Override
        public void failed(MessageLog.Failure failure) {
            free.release();
        }
    }
}
