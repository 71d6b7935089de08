package dev.hermod.storage.jdbc.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.inbox.Inboxes;
import dev.hermod.extensions.inbox.Inboxes.Entry;
import dev.hermod.extensions.inbox.Inboxes.Totals;
import dev.hermod.extensions.muc.Affiliate;
import dev.hermod.extensions.muc.Affiliation;
import dev.hermod.extensions.muc.RoomStorage;
import dev.hermod.storage.ArchiveRetention;
import dev.hermod.storage.LogMessage;
import dev.hermod.storage.LogRow;
import dev.hermod.storage.Messages;
import dev.hermod.storage.Retention;
import dev.hermod.storage.Told;
import dev.hermod.storage.jdbc.Erasures;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.archive.JdbcArchiveRetention;
import dev.hermod.storage.jdbc.follow.Follower;
import dev.hermod.storage.jdbc.log.JdbcMessageLog;
import dev.hermod.storage.jdbc.muc.JdbcRooms;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

/// Members of a members-only room find it in their inboxes.
@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class RoomInboxTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestStorage storage;
    private final JdbcMessageLog log;
    private final Follower follower;
    private final Erasures erasures;
    private final RoomStorage rooms;
    private final Inboxes inboxes;

    RoomInboxTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
        this.log = storage.log();
        this.follower =
                Follower.start(
                        storage.access(),
                        new InboxDerivation(),
                        InstantSource.system(),
                        () -> false);
        this.erasures = new Erasures(storage.database(), log::forget);
        this.rooms = new JdbcRooms(storage.database(), erasures, Clock.systemUTC());
        this.inboxes = new JdbcInboxes(storage.database(), this::follow);
    }

    @AfterAll
    void close() {
        follower.close();
        log.close();
        storage.close();
    }

    private void follow(JID owner, LongSupplier elsewhere) {
        long due = Math.max(log.lastId(owner), elsewhere.getAsLong());
        assertThat(follower.await(due, PATIENCE)).isTrue();
    }

    private static Affiliate affiliate(JID account, Affiliation affiliation) {
        return new Affiliate(account, affiliation, null, null);
    }

    private JID room(boolean membersOnly, JID... members) {
        JID address = new JID(UUID.randomUUID().toString(), "conference.example.org", null);
        rooms.create(new RoomStorage.Stored(address, listing(membersOnly), "", null, List.of()));
        for (JID member : members) {
            rooms.affiliate(address, List.of(affiliate(member, Affiliation.MEMBER)));
        }
        return address;
    }

    private static RoomStorage.Listing listing(boolean membersOnly) {
        return new RoomStorage.Listing("", false, true, membersOnly);
    }

    private long log(JID room, String sender, String id, String payload) {
        String stanza =
                "<message xmlns='jabber:client' type='groupchat' id='%s' from='%s/nick'>%s%s</message>"
                        .formatted(id, room, payload, sender);
        LogRow row = new LogRow(room, room, room, false, Retention.ARCHIVE);
        Told told = new Told();
        assertThat(log.append(new LogMessage(stanza.getBytes(UTF_8), List.of(row), null), told))
                .isTrue();
        return told.committed().ids().getFirst();
    }

    private static String by(JID sender) {
        return "<sender xmlns='urn:hermod:rooms' jid='" + sender + "'/>";
    }

    private long say(JID room, JID sender) {
        return log(room, by(sender), "m", "<body>hi</body>");
    }

    private void read(JID room, JID reader, long upTo) {
        log(
                room,
                by(reader),
                "marker",
                "<displayed xmlns='urn:xmpp:chat-markers:0' id='" + upTo + "'/>");
    }

    private Inboxes.Page page(JID owner) {
        return inboxes.page(owner, new Inboxes.Wish(false, null, null, false, 10));
    }

    private int unread(JID owner) {
        return page(owner).entries().getFirst().unread();
    }

    @Test
    void memberWhoIsAwaySeesUnreadMessagesGrow() {
        JID speaker = storage.newAccount();
        JID member = storage.newAccount();
        JID room = room(true, speaker, member);
        long first = say(room, speaker);
        assertThat(page(member).entries()).containsExactly(new Entry(room, 1, first, first, true));
        long second = say(room, speaker);
        assertThat(page(member).entries())
                .containsExactly(new Entry(room, 2, second, second, true));
        assertThat(page(member).totals()).isEqualTo(new Totals(1, 1, 2));
    }

    @Test
    void ownMessageReadsEverythingBeforeIt() {
        JID speaker = storage.newAccount();
        JID member = storage.newAccount();
        JID room = room(true, speaker, member);
        say(room, speaker);
        say(room, member);
        assertThat(unread(member)).isZero();
        assertThat(unread(speaker)).isEqualTo(1);
    }

    @Test
    void markerReadsForItsSenderAlone() {
        JID speaker = storage.newAccount();
        JID member = storage.newAccount();
        JID other = storage.newAccount();
        JID room = room(true, speaker, member, other);
        long first = say(room, speaker);
        say(room, speaker);
        read(room, member, first);
        assertThat(unread(member)).isEqualTo(1);
        assertThat(unread(other)).isEqualTo(2);
    }

    @Test
    void whatIsDisplayedInTheRoomIsReadForItsMemberAlone() {
        JID speaker = storage.newAccount();
        JID member = storage.newAccount();
        JID other = storage.newAccount();
        JID room = room(true, speaker, member, other);
        long first = say(room, speaker);
        long second = say(room, speaker);
        inboxes.displayed(member, room, first, true);
        assertThat(unread(member)).isEqualTo(1);
        assertThat(unread(other)).isEqualTo(2);
        read(room, member, second);
        inboxes.displayed(member, room, first, true);
        assertThat(unread(member)).isZero();
        inboxes.displayed(other, room, second, false);
        assertThat(unread(other)).as("an entry of the account's own archive").isEqualTo(2);
    }

    @Test
    void retractedMessageIsNotUnread() {
        JID speaker = storage.newAccount();
        JID member = storage.newAccount();
        JID room = room(true, speaker, member);
        long first = say(room, speaker);
        long second = say(room, speaker);
        String retract = "<retract xmlns='urn:xmpp:message-retract:1' id='%d'/>";
        log(room, by(member), "r", retract.formatted(first));
        assertThat(unread(member)).as("nobody takes back what others said").isEqualTo(2);
        log(room, by(speaker), "r", retract.formatted(first));
        assertThat(unread(member)).isEqualTo(1);
        log(room, "", "r", retract.formatted(second));
        assertThat(unread(member)).as("the room does").isZero();
    }

    @Test
    void whoIsNoMemberAnyMoreDoesNotSeeTheRoomAndWhoReturnsBeginsAnew() {
        JID speaker = storage.newAccount();
        JID member = storage.newAccount();
        JID room = room(true, speaker, member);
        say(room, speaker);
        assertThat(page(member).entries()).hasSize(1);
        rooms.affiliate(room, List.of(affiliate(member, Affiliation.NONE)));
        assertThat(page(member).entries()).isEmpty();
        say(room, speaker);
        rooms.affiliate(room, List.of(affiliate(member, Affiliation.ADMIN)));
        assertThat(unread(member)).isZero();
        say(room, speaker);
        rooms.affiliate(room, List.of(affiliate(member, Affiliation.MEMBER)));
        assertThat(unread(member)).as("a member as before").isEqualTo(1);
    }

    @Test
    void roomThatIsOpenToAllIsInNoInboxUntilItIsForMembersOnly() {
        JID speaker = storage.newAccount();
        JID member = storage.newAccount();
        JID room = room(false, speaker, member);
        say(room, speaker);
        assertThat(page(member).entries()).isEmpty();
        rooms.configure(room, listing(true), "");
        assertThat(unread(member)).isEqualTo(1);
    }

    @Test
    void conversationsWithPeopleAndRoomsAreInOneOrder() {
        JID speaker = storage.newAccount();
        JID member = storage.newAccount();
        JID room = room(true, speaker, member);
        long inRoom = say(room, speaker);
        Told told = new Told();
        assertThat(log.append(Messages.between(speaker, member, "1"), told)).isTrue();
        long own = told.committed().ids().getLast();
        assertThat(page(member).entries())
                .containsExactly(
                        new Entry(speaker, 1, own, own, false),
                        new Entry(room, 1, inRoom, inRoom, true));
        assertThat(inboxes.page(member, new Inboxes.Wish(true, own, null, false, 1)).entries())
                .containsExactly(new Entry(room, 1, inRoom, inRoom, true));
    }

    @Test
    void moreThanAnybodyReadsIsNotCounted() {
        JID speaker = storage.newAccount();
        JID member = storage.newAccount();
        JID room = room(true, speaker, member);
        say(room, speaker);
        storage.database()
                .call(connection ->
                        Sql.update(
                                connection,
                                "INSERT INTO room_message SELECT ?, i, ? FROM generate_series(1, 2000) i",
                                storage.archiveId(room),
                                speaker.toString()));
        assertThat(unread(member)).isEqualTo(JdbcInboxes.MOST_UNREAD);
    }

    @Test
    void whatIsTooOldIsNotUnreadAnyMore() {
        JID speaker = storage.newAccount();
        JID member = storage.newAccount();
        JID room = room(true, speaker, member);
        long first = say(room, speaker);
        say(room, speaker);
        assertThat(unread(member)).isEqualTo(2);
        JdbcArchiveRetention retention = new JdbcArchiveRetention(storage.database());
        retention.archives(0, 1_000).stream()
                .filter(each -> each.owner().equals(room))
                .forEach(each ->
                        retention.trim(
                                each.key(), new ArchiveRetention.Horizons(first + 1, 0), 100));
        assertThat(unread(member)).isEqualTo(1);
    }

    @Test
    void removedAccountLeavesNothingInRoomsAndRemovedRoomNothingInInboxes() {
        JID speaker = storage.newAccount();
        JID member = storage.newAccount();
        JID room = room(true, speaker, member);
        read(room, member, say(room, speaker));
        assertThat(unread(member)).isZero();
        assertThat(readRows(member)).isEqualTo(1);
        erasures.finish(0, member.toString());
        assertThat(readRows(member)).isZero();
        long archive = storage.archiveId(room);
        rooms.remove(room);
        assertThat(page(member).entries()).isEmpty();
        assertThat(storage.rowsOf(archive)).isZero();
    }

    private long readRows(JID member) {
        return storage.database()
                .call(connection ->
                        Sql.first(
                                        connection,
                                        row -> row.getLong(1),
                                        "SELECT count(*) FROM room_read WHERE jid = ?",
                                        member.toString())
                                .orElseThrow());
    }
}
