package dev.hermod.storage.jdbc.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.inbox.Inboxes;
import dev.hermod.extensions.inbox.InboxesContract;
import dev.hermod.storage.ArchiveRetention;
import dev.hermod.storage.LogMessage;
import dev.hermod.storage.LogRow;
import dev.hermod.storage.Messages;
import dev.hermod.storage.Retention;
import dev.hermod.storage.Told;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.archive.JdbcArchiveRetention;
import dev.hermod.storage.jdbc.follow.Follower;
import dev.hermod.storage.jdbc.log.JdbcMessageLog;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcInboxesTest implements InboxesContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestStorage storage;
    private final JdbcMessageLog log;
    private final Follower follower;

    JdbcInboxesTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
        this.log = storage.log();
        this.follower =
                Follower.start(
                        storage.access(),
                        new InboxDerivation(),
                        InstantSource.system(),
                        () -> false);
    }

    @AfterAll
    void close() {
        follower.close();
        log.close();
        storage.close();
    }

    @Override
    public Inboxes inboxes() {
        return new JdbcInboxes(storage.database(), this::follow);
    }

    private void follow(JID owner, LongSupplier elsewhere) {
        follow(owner);
        assertThat(follower.await(elsewhere.getAsLong(), PATIENCE)).isTrue();
    }

    @Override
    public JID owner() {
        return storage.newAccount();
    }

    @Override
    public long commit(LogMessage message) {
        Told told = new Told();
        assertThat(log.append(message, told)).isTrue();
        return told.committed().ids().getFirst();
    }

    @Override
    public void follow(JID owner) {
        assertThat(follower.await(log.lastId(owner), PATIENCE)).isTrue();
    }

    private Inboxes.Page page(JID owner) {
        return inboxes().page(owner, new Inboxes.Wish(false, null, null, false, 10));
    }

    @Test
    void whatIsKeptForDeliveryOnlyIsInNoInbox() {
        JID owner = owner();
        commit(Messages.to(owner, "hidden", Retention.UNTIL_DELIVERED));
        assertThat(page(owner).totals().conversations()).isZero();
    }

    @Test
    void archiveOfARoomHasNoConversations() {
        JID room = storage.newRoom();
        JID owner = owner();
        commit(Messages.to(room, "to everybody", Retention.ARCHIVE));
        commit(Messages.to(owner, "hi", Retention.ARCHIVE));
        follow(owner);
        assertThat(page(room).totals()).isEqualTo(new Inboxes.Totals(0, 0, 0));
        assertThat(page(owner).totals()).isEqualTo(new Inboxes.Totals(1, 1, 1));
    }

    @Test
    void entryThatIsNoXmlIsPassedOver() {
        JID owner = owner();
        LogRow row = new LogRow(owner, JULIET, owner, true, Retention.ARCHIVE);
        commit(new LogMessage("<message".getBytes(UTF_8), List.of(row), null));
        commit(Messages.to(owner, "hi", Retention.ARCHIVE));
        assertThat(page(owner).totals()).isEqualTo(new Inboxes.Totals(1, 1, 1));
    }

    @Test
    void readMessagesLeaveNoRowBehind() {
        JID owner = owner();
        JID other = owner();
        commit(Messages.between(other, owner, "1"));
        commit(Messages.between(other, owner, "2"));
        follow(owner);
        assertThat(unreadRows()).isPositive();
        long said = commit(Messages.between(owner, other, "3"));
        assertThat(page(owner).entries()).containsExactly(new Inboxes.Entry(other, 0, said, said));
        assertThat(unreadRowsOf(owner)).isZero();
    }

    @Test
    void whatIsDisplayedStaysReadWhenTheReaderBeginsAnewAndItsRowsGoWithTheNextEntry() {
        JID owner = owner();
        JID other = owner();
        long read = commit(Messages.between(other, owner, "1")) + 1;
        commit(Messages.between(other, owner, "2"));
        follow(owner);
        inboxes().displayed(owner, other, read, false);
        assertThat(page(owner).totals()).isEqualTo(new Inboxes.Totals(1, 1, 1));
        storage.database()
                .call(connection ->
                        Sql.update(
                                connection,
                                "UPDATE follower SET position = 0 WHERE name = 'inbox'"));
        commit(Messages.between(owner(), owner(), "wakes the reader"));
        long third = commit(Messages.between(other, owner, "3")) + 1;
        assertThat(page(owner).totals()).isEqualTo(new Inboxes.Totals(1, 1, 2));
        commit(Messages.between(other, owner, "4"));
        assertThat(page(owner).totals()).isEqualTo(new Inboxes.Totals(1, 1, 3));
        assertThat(unreadRowsOf(owner)).isEqualTo(3);
        inboxes().displayed(owner, other, third, false);
        assertThat(page(owner).totals()).isEqualTo(new Inboxes.Totals(1, 1, 1));
    }

    @Test
    void whatIsTooOldIsNotUnreadAnyMoreAndAConversationGoesWithItsLastEntry() {
        JID owner = owner();
        JID other = owner();
        JID third = owner();
        commit(Messages.between(third, owner, "0"));
        commit(Messages.between(other, owner, "1"));
        long last = commit(Messages.between(other, owner, "2")) + 1;
        assertThat(page(owner).totals()).isEqualTo(new Inboxes.Totals(2, 2, 3));
        JdbcArchiveRetention retention = new JdbcArchiveRetention(storage.database());
        retention.archives(0, 1_000).stream()
                .filter(each -> each.owner().equals(owner))
                .forEach(each ->
                        retention.trim(each.key(), new ArchiveRetention.Horizons(last, 0), 100));
        assertThat(page(owner).entries()).containsExactly(new Inboxes.Entry(other, 1, last, last));
    }

    private long unreadRows() {
        return storage.database()
                .call(connection ->
                        Sql.first(connection, row -> row.getLong(1), "SELECT count(*) FROM unread")
                                .orElseThrow());
    }

    private long unreadRowsOf(JID owner) {
        return storage.database()
                .call(connection ->
                        Sql.first(
                                        connection,
                                        row -> row.getLong(1),
                                        "SELECT count(*) FROM unread JOIN archive USING (archive_id) WHERE owner = ?",
                                        owner.toString())
                                .orElseThrow());
    }
}
