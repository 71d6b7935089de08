package dev.hermod.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.storage.MessageLog.Failure;
import dev.hermod.storage.Told.Result.Committed;
import dev.hermod.storage.Told.Result.Failed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/// What every implementation of [MessageLog] does.
public interface MessageLogContract {
    MessageLog log();

    /// A new account that no other test uses.
    JID owner();

    /// Appends and returns what will be told; fails when the queue is full.
    default Told append(LogMessage message) {
        Told told = new Told();
        assertThat(log().append(message, told)).isTrue();
        return told;
    }

    @Test
    default void emptyArchiveHasNoEntriesAndNoLastId() {
        JID owner = owner();

        assertThat(log().lastId(owner)).isZero();
        assertThat(log().deliverable(owner, 0, Long.MAX_VALUE, 10)).isEmpty();
        assertThat(log().entries(owner, List.of(1L))).isEmpty();
    }

    @Test
    default void messageStandsInAllItsArchivesOnceItIsCommitted() {
        JID romeo = owner();
        JID juliet = owner();

        Committed told = append(Messages.between(romeo, juliet, "But soft")).committed();

        assertThat(told.ids()).hasSize(2).doesNotHaveDuplicates();
        assertThat(told.previous()).containsExactly(0L, 0L);
        LogEntry sent = log().entries(romeo, told.ids()).getFirst();
        LogEntry received = log().entries(juliet, told.ids()).getFirst();
        assertThat(sent.id()).isEqualTo(told.ids().getFirst()).isEqualTo(log().lastId(romeo));
        assertThat(received.id()).isEqualTo(told.ids().getLast()).isEqualTo(log().lastId(juliet));
        assertThat(sent.conversation()).isEqualTo(juliet);
        assertThat(received.conversation()).isEqualTo(romeo);
        assertThat(sent.deliver()).isFalse();
        assertThat(received.deliver()).isTrue();
        assertThat(received.stanza()).isEqualTo(Messages.stanza("But soft"));
    }

    @Test
    default void entryKeepsTheAddressItIsToBeDeliveredTo() {
        JID owner = owner();
        JID resource = new JID(owner.getNode(), owner.getDomain(), "Küche", true);
        long id =
                append(Messages.to(owner, resource, "x", Retention.ARCHIVE))
                        .committed()
                        .ids()
                        .getFirst();
        long bare = append(Messages.to(owner, "x", Retention.ARCHIVE)).committed().ids().getFirst();

        assertThat(log().entries(owner, List.of(id, bare)))
                .extracting(LogEntry::target)
                .containsExactly(resource, owner);
    }

    @Test
    default void entrySaysWhenItWasLogged() {
        JID owner = owner();
        long before = System.currentTimeMillis();

        long id = append(Messages.to(owner, "x", Retention.ARCHIVE)).committed().ids().getFirst();

        long logged = log().entries(owner, List.of(id)).getFirst().epochMillis();
        assertThat(logged).isBetween(before - 10_000, System.currentTimeMillis() + 10_000);
    }

    @Test
    default void anyBytesAndAnyTextAreKept() {
        JID owner = owner();
        byte[] bytes = new byte[100_000];
        IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) (i * 31));
        JID conversation = new JID("{,\"\\null'", "ex\u00e4mple.example", null, true);
        LogRow row = new LogRow(owner, conversation, owner, true, Retention.ARCHIVE);
        LogMessage message =
                new LogMessage(
                        bytes, List.of(row), new LogMessage.StreamPosition("stream\\\"{},", 7));

        long id = append(message).committed().ids().getFirst();

        LogEntry entry = log().entries(owner, List.of(id)).getFirst();
        assertThat(entry.stanza()).isEqualTo(bytes);
        assertThat(entry.conversation()).isEqualTo(conversation);
    }

    @Test
    default void messageToAnUnknownOwnerFailsAloneAndWritesNothing() {
        JID romeo = owner();
        JID nobody = new JID("nobody@nowhere.example");

        Told before = append(Messages.to(romeo, "before", Retention.ARCHIVE));
        Told lost = append(Messages.between(romeo, nobody, "lost"));
        Told after = append(Messages.to(romeo, "after", Retention.ARCHIVE));

        assertThat(lost.result()).isEqualTo(new Failed(Failure.NO_SUCH_OWNER));
        assertThat(after.committed().previous()).isEqualTo(before.committed().ids());
        assertThat(log().deliverable(romeo, 0, Long.MAX_VALUE, 10)).hasSize(2);
    }

    @Test
    default void everyEntryNamesTheOneBeforeItInItsArchive() {
        JID romeo = owner();
        JID juliet = owner();
        List<Told> told =
                IntStream.range(0, 500)
                        .mapToObj(i ->
                                append(
                                        i % 2 == 0
                                                ? Messages.between(romeo, juliet, "m" + i)
                                                : Messages.to(juliet, "n" + i, Retention.ARCHIVE)))
                        .toList();
        told.forEach(Told::committed);

        List<LogEntry> entries = log().deliverable(juliet, 0, Long.MAX_VALUE, 1_000);

        assertThat(entries).hasSize(500);
        long previous = 0;
        for (LogEntry entry : entries) {
            assertThat(entry.previous()).isEqualTo(previous);
            previous = entry.id();
        }
        assertThat(log().lastId(juliet)).isEqualTo(previous);
    }

    @Test
    default void deliverableEntriesAreReadInPagesWithinBounds() {
        JID owner = owner();
        List<Long> ids =
                IntStream.range(0, 10)
                        .mapToObj(i -> append(Messages.to(owner, "m" + i, Retention.ARCHIVE)))
                        .map(each -> each.committed().ids().getFirst())
                        .toList();

        assertThat(log().deliverable(owner, ids.get(2), ids.get(8), 4))
                .extracting(LogEntry::id)
                .containsExactlyElementsOf(ids.subList(3, 7));
        assertThat(log().deliverable(owner, ids.get(6), ids.get(8), 4))
                .extracting(LogEntry::id)
                .containsExactlyElementsOf(ids.subList(7, 9));
    }

    @Test
    default void outcomesAreToldInTheOrderOfIdsAndOnceEach() {
        JID owner = owner();
        List<Long> order = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Told> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int thread = 0; thread < 4; thread++) {
                threads.execute(() -> {
                    for (int i = 0; i < 250; i++) {
                        Told told = new Told();
                        synchronized (all) {
                            all.add(told);
                        }
                        assertThat(
                                        log().append(
                                                        Messages.to(owner, "x", Retention.ARCHIVE),
                                                        recording(order, told)))
                                .isTrue();
                    }
                });
            }
        }
        all.forEach(Told::committed);

        assertThat(order).hasSize(1_000).isSorted();
        assertThat(all).allMatch(each -> each.times() == 1);
    }

    @Test
    default void readerGoingForwardMissesNothingWhileOthersAppend() throws InterruptedException {
        JID owner = owner();
        int appenders = 8;
        int each = 400;
        List<Told> all = java.util.Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService threads = Executors.newFixedThreadPool(appenders)) {
            for (int thread = 0; thread < appenders; thread++) {
                threads.execute(() -> {
                    for (int i = 0; i < each; i++) {
                        all.add(append(Messages.to(owner, "x", Retention.ARCHIVE)));
                    }
                });
            }
            List<Long> read = new ArrayList<>();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        long after = read.isEmpty() ? 0 : read.getLast();
                        log().deliverable(owner, after, Long.MAX_VALUE, 100)
                                .forEach(entry -> read.add(entry.id()));
                        return read.size() >= appenders * each;
                    });
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            Set<Long> committed = new HashSet<>();
            all.forEach(told -> committed.addAll(told.committed().ids()));
            assertThat(read).isSorted().doesNotHaveDuplicates();
            assertThat(new HashSet<>(read)).isEqualTo(committed);
        }
    }

    private static MessageLog.Outcome recording(List<Long> order, Told told) {
        return new MessageLog.Outcome() {
            @Override
            public void committed(long[] ids, long[] previousIds) {
                order.add(ids[0]);
                told.committed(ids, previousIds);
            }

            @Override
            public void repeated(long[] ids) {
                told.repeated(ids);
            }

            @Override
            public void failed(Failure failure) {
                told.failed(failure);
            }
        };
    }
}
