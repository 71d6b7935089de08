package dev.hermod.storage.jdbc.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.archive.ArchivePage;
import dev.hermod.extensions.archive.ArchivedMessage;
import dev.hermod.extensions.archive.Archives.Bounds;
import dev.hermod.extensions.archive.Selection;
import dev.hermod.storage.Messages;
import dev.hermod.storage.Retention;
import dev.hermod.storage.Told;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.log.JdbcMessageLog;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

/// A client that pages forward while others write.
@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class ArchivePagerTest {
    private static final int WRITERS = 50;
    private static final int MESSAGES = 200;
    private static final Bounds PAGE = new Bounds(50, 1_000_000);

    private final TestStorage storage;
    private final JdbcMessageLog log;
    private final JdbcArchives archives;

    ArchivePagerTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
        this.log = storage.log();
        this.archives = new JdbcArchives(storage.database());
    }

    @AfterAll
    void close() {
        log.close();
        storage.close();
    }

    @Test
    void pagerMissesNothingAndSeesNothingTwiceWhileFiftyWriteAtATime() {
        JID owner = storage.newAccount();
        Queue<Long> written = new ConcurrentLinkedQueue<>();
        List<Thread> writers =
                IntStream.range(0, WRITERS)
                        .mapToObj(_ -> Thread.startVirtualThread(() -> write(owner, written)))
                        .toList();
        List<Long> seen = new ArrayList<>();

        while (writers.stream().anyMatch(Thread::isAlive)) {
            seen.addAll(newPages(owner, seen));
        }
        seen.addAll(newPages(owner, seen));

        assertThat(written).hasSize(WRITERS * MESSAGES);
        assertThat(seen).isSorted().doesNotHaveDuplicates();
        assertThat(seen).containsExactlyInAnyOrderElementsOf(written);
    }

    private void write(JID owner, Queue<Long> written) {
        for (int i = 0; i < MESSAGES; i++) {
            Told told = new Told();
            assertThat(log.append(Messages.to(owner, "x", Retention.ARCHIVE), told)).isTrue();
            written.addAll(told.committed().ids());
        }
    }

    /// From the last one that was seen to the end as it is.
    private List<Long> newPages(JID owner, List<Long> seen) {
        long after = seen.isEmpty() ? 0 : seen.getLast();
        List<Long> found = new ArrayList<>();
        ArchivePage page;
        do {
            page = archives.oldest(owner, Selection.ALL.after(after), PAGE);
            page.messages().stream().map(ArchivedMessage::id).forEach(found::add);
            after = found.isEmpty() ? after : found.getLast();
        } while (page.more());
        return found;
    }
}
