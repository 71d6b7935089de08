package dev.hermod.extensions.muc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.muc.RoomStorage.Listed;
import dev.hermod.extensions.muc.RoomStorage.Listing;
import dev.hermod.extensions.muc.RoomStorage.Page;
import dev.hermod.extensions.muc.RoomStorage.Stored;
import dev.hermod.extensions.muc.RoomStorage.Window;
import dev.hermod.storage.LogMessage;
import dev.hermod.storage.LogRow;
import dev.hermod.storage.MessageLog;
import dev.hermod.storage.Retention;
import dev.hermod.storage.Told;
import dev.hermod.testing.TestServer;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/// What every storage of rooms does.
public interface RoomStorageContract {
    JID ROMEO = TestServer.jid("romeo@example.net");
    JID NURSE = TestServer.jid("nurse@example.net");
    JID EVIL = TestServer.jid("evil.example");
    Listing PLAIN = new Listing("", false, true, false);
    Listing SHOWN = new Listing("The Capulets' Orchard 🌹", true, true, true);

    Told.Result NOBODY = new Told.Result.Failed(MessageLog.Failure.NO_SUCH_OWNER);

    RoomStorage rooms();

    MessageLog log();

    /// A new account.
    JID account();

    void removeAccount(JID account);

    private static String domain() {
        return "rooms-" + UUID.randomUUID() + ".example.org";
    }

    private static JID address() {
        return TestServer.jid("orchard@" + domain());
    }

    private static Affiliate affiliate(JID jid, Affiliation affiliation) {
        return new Affiliate(jid, affiliation, null, null);
    }

    private static Stored room(JID address, Listing listing, Affiliate... affiliates) {
        return new Stored(address, listing, "settings", null, List.of(affiliates));
    }

    private JID created(Affiliate... affiliates) {
        JID address = address();
        assertThat(rooms().create(room(address, PLAIN, affiliates))).isTrue();
        return address;
    }

    private Stored found(JID room) {
        return rooms().find(room).orElseThrow();
    }

    private Told append(JID owner) {
        byte[] stanza = "<message xmlns='jabber:client' type='groupchat'/>".getBytes(UTF_8);
        LogRow row = new LogRow(owner, owner, owner, false, Retention.ARCHIVE);
        Told told = new Told();
        log().append(new LogMessage(stanza, List.of(row), null), told);
        return told;
    }

    @Test
    default void whatWasCreatedIsFound() {
        JID address = address();
        Stored room =
                new Stored(
                        address,
                        SHOWN,
                        "{settings}",
                        "<message/>",
                        List.of(
                                new Affiliate(EVIL, Affiliation.OUTCAST, null, "spam"),
                                new Affiliate(NURSE, Affiliation.NONE, "Nurse", null),
                                new Affiliate(ROMEO, Affiliation.OWNER, "Romeo", "Founder")));
        assertThat(rooms().find(address)).isEmpty();
        assertThat(rooms().create(room)).isTrue();
        assertThat(rooms().find(address)).contains(room);
    }

    @Test
    default void addressIsTakenOnce() {
        JID room = created(affiliate(ROMEO, Affiliation.OWNER));
        assertThat(rooms().create(room(room, SHOWN))).isFalse();
        assertThat(found(room)).isEqualTo(room(room, PLAIN, affiliate(ROMEO, Affiliation.OWNER)));
    }

    @Test
    default void addressOfAnAccountIsTaken() {
        JID account = account();
        assertThat(rooms().create(room(account, PLAIN))).isFalse();
        assertThat(rooms().find(account)).isEmpty();
    }

    @Test
    default void accountIsNoRoomAndIsNotRemovedAsOne() {
        JID account = account();
        rooms().remove(account);
        rooms().vcard(account, "<vCard/>");
        assertThat(append(account).committed().ids()).hasSize(1);
        assertThat(rooms().vcard(account)).isEmpty();
    }

    @Test
    default void configuringChangesListingAndSettingsOnly() {
        JID room = created(affiliate(ROMEO, Affiliation.OWNER));
        rooms().subject(room, "<message id='1'/>");
        rooms().configure(room, SHOWN, "other");
        Stored found = found(room);
        assertThat(found.listing()).isEqualTo(SHOWN);
        assertThat(found.settings()).isEqualTo("other");
        assertThat(found.subject()).isEqualTo("<message id='1'/>");
        assertThat(found.affiliates()).containsExactly(affiliate(ROMEO, Affiliation.OWNER));
    }

    @Test
    default void subjectIsTheLastOne() {
        JID room = created();
        assertThat(found(room).subject()).isNull();
        rooms().subject(room, "<message id='1'/>");
        rooms().subject(room, "<message id='2'/>");
        assertThat(found(room).subject()).isEqualTo("<message id='2'/>");
    }

    @Test
    default void affiliatesAreAddedChangedAndForgotten() {
        JID room =
                created(affiliate(ROMEO, Affiliation.OWNER), affiliate(EVIL, Affiliation.OUTCAST));
        Affiliate romeo = new Affiliate(ROMEO, Affiliation.ADMIN, "Romeo", "less");
        Affiliate nurse = new Affiliate(NURSE, Affiliation.NONE, "Nurse", null);
        rooms().affiliate(room, List.of(nurse, affiliate(EVIL, Affiliation.NONE), romeo));
        assertThat(found(room).affiliates()).containsExactly(nurse, romeo);
        rooms().affiliate(room, List.of(affiliate(NURSE, Affiliation.NONE)));
        assertThat(found(room).affiliates()).containsExactly(romeo);
        rooms().affiliate(room, List.of());
        assertThat(found(room).affiliates()).containsExactly(romeo);
    }

    @Test
    default void nobodyIsTwiceInARoomAndTheLastChangeHolds() {
        JID room =
                created(
                        affiliate(ROMEO, Affiliation.MEMBER),
                        affiliate(ROMEO, Affiliation.OWNER),
                        affiliate(NURSE, Affiliation.NONE));
        assertThat(found(room).affiliates()).containsExactly(affiliate(ROMEO, Affiliation.OWNER));
        rooms().affiliate(
                        room,
                        List.of(
                                affiliate(NURSE, Affiliation.MEMBER),
                                affiliate(ROMEO, Affiliation.NONE),
                                affiliate(NURSE, Affiliation.ADMIN)));
        assertThat(found(room).affiliates()).containsExactly(affiliate(NURSE, Affiliation.ADMIN));
    }

    @Test
    default void changesOfARoomThatIsNotThereChangeNothing() {
        JID room = address();
        rooms().configure(room, SHOWN, "other");
        rooms().subject(room, "<message/>");
        rooms().affiliate(room, List.of(affiliate(ROMEO, Affiliation.OWNER)));
        rooms().vcard(room, "<vCard/>");
        rooms().remove(room);
        assertThat(rooms().find(room)).isEmpty();
        assertThat(rooms().vcard(room)).isEmpty();
    }

    @Test
    default void vcardIsStoredReplacedAndTakenAway() {
        JID room = created();
        assertThat(rooms().vcard(room)).isEmpty();
        rooms().vcard(room, "<vCard/>");
        rooms().vcard(room, "<vCard><NICKNAME>x</NICKNAME></vCard>");
        assertThat(rooms().vcard(room)).contains("<vCard><NICKNAME>x</NICKNAME></vCard>");
        rooms().vcard(room, null);
        assertThat(rooms().vcard(room)).isEmpty();
    }

    @Test
    default void roomHasAnArchiveUntilItIsRemoved() {
        JID room = address();
        assertThat(append(room).result()).isEqualTo(NOBODY);
        rooms().create(room(room, PLAIN));
        long id = append(room).committed().ids().getFirst();
        assertThat(log().entries(room, List.of(id))).hasSize(1);
        rooms().remove(room);
        assertThat(append(room).result()).isEqualTo(NOBODY);
    }

    @Test
    default void roomThatTakesTheAddressOfARemovedOneHasNothingOfIt() {
        JID account = account();
        JID room = created(affiliate(account, Affiliation.OWNER));
        rooms().vcard(room, "<vCard/>");
        rooms().subject(room, "<message/>");
        long before = append(room).committed().ids().getFirst();
        rooms().remove(room);
        assertThat(rooms().find(room)).isEmpty();
        assertThat(rooms().owned(account)).isZero();
        assertThat(rooms().create(room(room, PLAIN))).isTrue();
        assertThat(found(room)).isEqualTo(room(room, PLAIN));
        assertThat(rooms().vcard(room)).isEmpty();
        assertThat(log().entries(room, List.of(before))).isEmpty();
        assertThat(append(room).committed().ids()).hasSize(1);
        assertThat(log().lastId(room)).isGreaterThan(before);
    }

    @Test
    default void onlyTemporaryRoomsOfTheDomainAreTemporary() {
        String domain = domain();
        JID temporary = TestServer.jid("a@" + domain);
        rooms().create(room(temporary, new Listing("", true, false, false)));
        rooms().create(room(TestServer.jid("b@" + domain), PLAIN));
        rooms().create(room(address(), new Listing("", false, false, false)));
        assertThat(rooms().temporary(domain)).containsExactly(temporary);
        rooms().configure(temporary, PLAIN, "");
        assertThat(rooms().temporary(domain)).isEmpty();
    }

    @Test
    default void accountOwnsAndHasJoinedWhatItIsAffiliatedWith() {
        JID account = account();
        String domain = domain();
        List<Affiliation> standings = List.of(Affiliation.values());
        for (Affiliation each : standings) {
            rooms().create(
                            room(
                                    TestServer.jid(each.word() + "@" + domain),
                                    PLAIN,
                                    new Affiliate(account, each, "me", null),
                                    affiliate(ROMEO, Affiliation.OWNER)));
        }
        rooms().create(
                        room(
                                TestServer.jid("z@a." + domain),
                                PLAIN,
                                affiliate(account, Affiliation.OWNER)));
        assertThat(rooms().owned(account)).isEqualTo(2);
        assertThat(rooms().joined(account))
                .map(JID::toString)
                .containsExactlyInAnyOrder(
                        "z@a." + domain, "admin@" + domain, "member@" + domain, "owner@" + domain)
                .containsSubsequence("admin@" + domain, "member@" + domain, "owner@" + domain);
    }

    @Test
    default void removedAccountIsNothingToAnyRoomButTheOutcastItWas() {
        JID account = account();
        Affiliate outcast = new Affiliate(account, Affiliation.OUTCAST, null, "rude");
        JID forbidden = created(outcast);
        JID own =
                created(affiliate(account, Affiliation.OWNER), affiliate(ROMEO, Affiliation.ADMIN));
        JID reserved = created(new Affiliate(account, Affiliation.NONE, "Me", null));
        removeAccount(account);
        assertThat(found(own).affiliates()).containsExactly(affiliate(ROMEO, Affiliation.ADMIN));
        assertThat(found(reserved).affiliates()).isEmpty();
        assertThat(found(forbidden).affiliates()).containsExactly(outcast);
        assertThat(rooms().owned(account)).isZero();
        assertThat(rooms().joined(account)).isEmpty();
    }

    private Page page(String domain, @Nullable String after, @Nullable String before, int most) {
        return rooms().listed(domain, new Window(after, before, most));
    }

    private static Page page(String domain, int total, int before, String... localparts) {
        return new Page(
                List.of(localparts).stream()
                        .map(each ->
                                new Listed(TestServer.jid(each + "@" + domain), "Room " + each))
                        .toList(),
                total,
                before);
    }

    private String domainWithRooms(String... localparts) {
        String domain = domain();
        for (String each : localparts) {
            JID address = TestServer.jid(each + "@" + domain);
            rooms().create(room(address, new Listing("Room " + each, true, true, false)));
            rooms().create(room(TestServer.jid(each + "-hidden@" + domain), PLAIN));
        }
        return domain;
    }

    @Test
    default void listHasWhatIsListedInTheDomain() {
        String domain = domainWithRooms("b", "a");
        domainWithRooms("c");
        assertThat(page(domain, null, null, 10)).isEqualTo(page(domain, 2, 0, "a", "b"));
        rooms().configure(TestServer.jid("a@" + domain), PLAIN, "");
        assertThat(page(domain, null, null, 10)).isEqualTo(page(domain, 1, 0, "b"));
        assertThat(page(domain(), null, null, 10)).isEqualTo(new Page(List.of(), 0, 0));
    }

    @Test
    default void listIsPagedFromBothEndsAndFromAnyPlace() {
        String domain = domainWithRooms("a", "b", "c", "d", "e");
        assertThat(page(domain, null, null, 2)).isEqualTo(page(domain, 5, 0, "a", "b"));
        assertThat(page(domain, "b", null, 2)).isEqualTo(page(domain, 5, 2, "c", "d"));
        assertThat(page(domain, "bb", null, 2)).isEqualTo(page(domain, 5, 2, "c", "d"));
        assertThat(page(domain, "d", null, 2)).isEqualTo(page(domain, 5, 4, "e"));
        assertThat(page(domain, null, "", 2)).isEqualTo(page(domain, 5, 3, "d", "e"));
        assertThat(page(domain, null, "d", 2)).isEqualTo(page(domain, 5, 1, "b", "c"));
        assertThat(page(domain, null, "b", 2)).isEqualTo(page(domain, 5, 0, "a"));
        assertThat(page(domain, "a", "e", 2)).isEqualTo(page(domain, 5, 2, "c", "d"));
        assertThat(page(domain, "e", null, 2)).isEqualTo(page(domain, 5, 0));
        assertThat(page(domain, null, null, 0)).isEqualTo(page(domain, 5, 0));
    }

    @Test
    default void manyAffiliatesAreStoredAtOnce() {
        List<Affiliate> members =
                IntStream.range(0, 10_000)
                        .mapToObj(i -> TestServer.jid("member%05d@example.net".formatted(i)))
                        .map(each -> affiliate(each, Affiliation.MEMBER))
                        .toList();
        JID room = created(affiliate(ROMEO, Affiliation.OWNER));
        rooms().affiliate(room, members);
        assertThat(found(room).affiliates()).hasSize(10_001).containsAll(members);
        rooms().remove(room);
        assertThat(rooms().find(room)).isEmpty();
    }
}
