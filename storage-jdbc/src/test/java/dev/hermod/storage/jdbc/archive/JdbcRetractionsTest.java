package dev.hermod.storage.jdbc.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.archive.ArchivedMessage;
import dev.hermod.extensions.retraction.Retractions;
import dev.hermod.storage.LogMessage;
import dev.hermod.storage.LogRow;
import dev.hermod.storage.Messages;
import dev.hermod.storage.Retention;
import dev.hermod.storage.Told;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.log.JdbcMessageLog;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcRetractionsTest {
    private static final JID SENDER = new JID("sender@elsewhere.example");

    private final TestStorage storage;
    private final JdbcMessageLog log;
    private final JdbcRetractions retractions;

    JdbcRetractionsTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
        storage.database().call(JdbcRetractions::prepare);
        this.log = storage.log();
        this.retractions = new JdbcRetractions(storage.database());
    }

    @AfterAll
    void close() {
        log.close();
        storage.close();
    }

    private List<Long> append(LogMessage message) {
        Told told = new Told();
        assertThat(log.append(message, told)).isTrue();
        return told.committed().ids();
    }

    @Test
    void retractionIsDueUntilItIsDone() {
        JID owner = storage.newAccount();
        LogRow kept = new LogRow(owner, SENDER, owner, true, Retention.ARCHIVE);
        LogRow due =
                new LogRow(
                        Retractions.DUE, SENDER, Retractions.DUE, false, Retention.UNTIL_DELIVERED);
        long id = append(new LogMessage(Messages.stanza("x"), List.of(kept, due), null)).getLast();

        assertThat(retractions.due(10)).extracting(ArchivedMessage::id).containsExactly(id);

        retractions.done(List.of(id));
        assertThat(retractions.due(10)).isEmpty();
    }

    @Test
    void messagesOfTheConversationThatHaveTheWordsAreFoundNewestFirst() {
        JID owner = storage.newAccount();
        List<Long> ids = new ArrayList<>();
        for (String text : List.of("the word", "nothing", "a word again", "word")) {
            ids.addAll(append(Messages.to(owner, text, Retention.ARCHIVE)));
        }

        assertThat(retractions.mentioning(owner, SENDER, ids.getLast(), "word", 10))
                .extracting(ArchivedMessage::id)
                .containsExactly(ids.get(2), ids.get(0));
        assertThat(retractions.mentioning(owner, SENDER, ids.getLast(), "word", 2))
                .extracting(ArchivedMessage::id)
                .containsExactly(ids.get(2));
        assertThat(retractions.mentioning(owner, owner, ids.getLast(), "word", 10)).isEmpty();
    }

    @Test
    void messageIsReplacedInOneArchive() {
        JID owner = storage.newAccount();
        long id = append(Messages.to(owner, "secret", Retention.ARCHIVE)).getFirst();

        retractions.replace(owner, new ArchivedMessage(id, "<message/>".getBytes(UTF_8)));

        assertThat(log.entries(owner, List.of(id)).getFirst().stanza())
                .asString(UTF_8)
                .isEqualTo("<message/>");
    }
}
