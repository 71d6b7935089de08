package dev.hermod.storage.jdbc.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.storage.LogEntry;
import dev.hermod.storage.MessageLog;
import dev.hermod.storage.Messages;
import dev.hermod.storage.Retention;
import dev.hermod.storage.Told;
import dev.hermod.storage.Told.Result.Committed;
import dev.hermod.storage.Told.Result.Failed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.xmpp.packet.JID;

/// Messages appended without pause to two archives, so many under way at a time, until it is
/// stopped.
final class Traffic {
    private final MessageLog log;
    private final JID romeo;
    private final JID juliet;
    private final List<Told> all = new CopyOnWriteArrayList<>();
    private final Semaphore underWay = new Semaphore(100);
    private final Thread thread;
    private volatile boolean stopped;

    Traffic(MessageLog log, JID romeo, JID juliet) {
        this.log = log;
        this.romeo = romeo;
        this.juliet = juliet;
        this.thread = Thread.ofPlatform().start(this::send);
    }

    long committed() {
        return all.stream()
                .filter(Told::isTold)
                .filter(each -> each.result() instanceof Committed)
                .count();
    }

    long failed() {
        return all.stream()
                .filter(Told::isTold)
                .filter(each -> each.result() instanceof Failed)
                .count();
    }

    void stop() throws InterruptedException {
        stopped = true;
        underWay.release();
        thread.join();
    }

    /// Every message told committed is there with both rows, nothing else is, the chains hold, each
    /// was told once.
    void assertTold() {
        Set<Long> romeos = new HashSet<>();
        Set<Long> juliets = new HashSet<>();
        for (Told each : all) {
            if (each.result() instanceof Committed committed) {
                romeos.add(committed.ids().getFirst());
                juliets.add(committed.ids().getLast());
            }
        }
        assertThat(all).allMatch(each -> each.times() == 1);
        assertThat(chain(romeo)).isEqualTo(romeos);
        assertThat(chain(juliet)).isEqualTo(juliets);
    }

    private Set<Long> chain(JID owner) {
        Set<Long> ids = new HashSet<>();
        long previous = 0;
        for (LogEntry entry : log.deliverable(owner, 0, Long.MAX_VALUE, Integer.MAX_VALUE)) {
            assertThat(entry.previous()).isEqualTo(previous);
            previous = entry.id();
            ids.add(previous);
        }
        return ids;
    }

    private void send() {
        while (!stopped) {
            underWay.acquireUninterruptibly();
            Told told = new Told();
            if (log.append(message(), new Releasing(told, underWay))) {
                all.add(told);
            } else {
                underWay.release();
                Thread.onSpinWait();
            }
        }
    }

    private dev.hermod.storage.LogMessage message() {
        List<dev.hermod.storage.LogRow> rows = new ArrayList<>();
        rows.addAll(Messages.to(romeo, "x", Retention.ARCHIVE).rows());
        rows.addAll(Messages.to(juliet, "x", Retention.ARCHIVE).rows());
        return new dev.hermod.storage.LogMessage(Messages.stanza("x"), rows, null);
    }

    /// Lets the next message go once this one is told.
    private record Releasing(Told told, Semaphore underWay) implements MessageLog.Outcome {
        @Override
        public void committed(long[] ids, long[] previousIds) {
            told.committed(ids, previousIds);
            underWay.release();
        }

        @Override
        public void repeated(long[] ids) {
            told.repeated(ids);
            underWay.release();
        }

        @Override
        public void failed(MessageLog.Failure failure) {
            told.failed(failure);
            underWay.release();
        }
    }
}
