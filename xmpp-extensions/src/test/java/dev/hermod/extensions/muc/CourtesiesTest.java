package dev.hermod.extensions.muc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.feature.Services;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/// What a room owes to those who are not there, and at its end.
class CourtesiesTest {
    private static final JID ROOM = TestServer.jid(Meeting.ROOM);

    private final AtomicReference<Services> services = new AtomicReference<>();
    private final Meeting meeting =
            new Meeting(Map.of(), new RoomsFeature(), on -> services.set(on.services()));
    private final TestClient owner = meeting.person("owner");

    @AfterEach
    void close() {
        meeting.close();
    }

    @Test
    @Spec("XEP-0045 16.2")
    void whoIsNotThereHearsThatTheirAffiliationChanged() {
        meeting.open(owner, "first", Map.of());
        TestClient hag = meeting.person("hag");
        Meeting.available(hag);
        meeting.affiliate(owner, "hag", "admin");
        FrozenElement message = hag.next(one -> one.localName().equals("message"));
        assertThat(message.attr("from")).isEqualTo(Meeting.ROOM);
        assertThat(message.attr("to")).isEqualTo("hag@example.org");
        assertThat(Meeting.codes(message)).containsExactly("101");
        assertThat(Meeting.item(message).attr("affiliation")).isEqualTo("admin");
        assertThat(Meeting.item(message).attr("role")).isEqualTo("none");
    }

    @Test
    @Spec("XEP-0045 9.3")
    void whoBecomesAMemberWhereOnlyMembersEnterIsInvitedInstead() {
        meeting.open(owner, "first", Map.of("membersonly", "1"));
        TestClient hag = meeting.person("hag");
        Meeting.available(hag);
        meeting.affiliate(owner, "hag", "member");
        FrozenElement message = hag.next(one -> one.localName().equals("message"));
        assertThat(Meeting.x(message).child("invite", Muc.USER)).isNotNull();
        meeting.affiliate(owner, "hag", "none");
        message = hag.next(one -> one.localName().equals("message"));
        assertThat(Meeting.codes(message)).containsExactly("101");
    }

    @Test
    @Spec("XEP-0045 9.11")
    void whoCannotComeBackHearsThatTheServiceStopsAndOthersThatTheyAreGone() {
        owner.manage();
        meeting.open(owner, "first", Map.of("persistentroom", "1"));
        TestClient hag = meeting.person("hag");
        meeting.enter(hag, "second");
        meeting.heard(owner);
        meeting.server().features().stopping();
        FrozenElement end = hag.next(one -> "unavailable".equals(one.attr("type")));
        assertThat(Meeting.codes(end)).containsExactly("110", "332");
        FrozenElement gone = owner.next(one -> one.localName().equals("presence"));
        assertThat(gone.attr("from")).isEqualTo(Meeting.ROOM + "/second");
        assertThat(gone.attr("type")).isEqualTo("unavailable");
        assertThat(Meeting.codes(gone)).doesNotContain("110");
        assertThat(meeting.heard(owner)).noneMatch(one -> one.localName().equals("presence"));
    }

    @Test
    @Spec("XEP-0045 7.8.2")
    void nobodyIsInvitedWhoDoesNotExistHere() {
        meeting.open(owner, "first", Map.of());
        TestClient hag = meeting.person("hag");
        Meeting.available(hag);
        owner.send(
                """
                <message to='%s' id='i'><x xmlns='http://jabber.org/protocol/muc#user'>\
                <invite to='hag@example.org'/><invite to='nobody@example.org'/></x></message>\
                """
                        .formatted(Meeting.ROOM));
        FrozenElement error = owner.next(one -> "error".equals(one.attr("type")));
        assertThat(Meeting.condition(error)).isEqualTo("item-not-found");
        assertThat(hag.received()).isEmpty();
    }

    @Test
    @Spec("XEP-0045 10.1.3")
    void roomThatNobodyHasConfiguredIsStoredAsLocked() {
        meeting.enter(owner, "first");
        assertThat(storedAsLocked()).isTrue();
        meeting.configure(owner, Map.of());
        assertThat(storedAsLocked()).isFalse();
    }

    private boolean storedAsLocked() {
        return SettingsForm.locked(meeting.storage().find(ROOM).orElseThrow().settings());
    }

    /// A temporary room as a crash leaves it.
    private void leftBehind(boolean locked) {
        RoomSettings settings = new Rooms(services.get()).fresh();
        Affiliate first = new Affiliate(owner.address().asBareJID(), Affiliation.OWNER, null, null);
        meeting.storage()
                .create(
                        new RoomStorage.Stored(
                                ROOM,
                                settings.listing(),
                                SettingsForm.text(settings, locked),
                                null,
                                List.of(first)));
    }

    @Test
    @Spec("XEP-0045 10.1.3")
    void lockedRoomIsLockedAfterACrashForAllButItsOwner() {
        leftBehind(true);
        TestClient hag = meeting.person("hag");
        meeting.knock(hag, "second", "");
        assertThat(Meeting.condition(hag.next())).isEqualTo("item-not-found");
        meeting.enter(owner, "first");
        meeting.configure(owner, Map.of());
        meeting.enter(hag, "second");
    }

    @Test
    @Spec("XEP-0045 10.1.1")
    void temporaryRoomThatACrashLeftIsRemovedUnlessSomebodyIsThere() throws Exception {
        leftBehind(false);
        removal().removeIfEmpty(ROOM);
        assertThat(meeting.storage().find(ROOM)).isEmpty();
    }

    @Test
    void roomThatIsToStayIsNotRemoved() throws Exception {
        meeting.open(owner, "first", Map.of("persistentroom", "1"));
        meeting.leave(owner, "first");
        removal().removeIfEmpty(ROOM);
        assertThat(meeting.storage().find(ROOM)).isPresent();
    }

    private TemporaryRooms removal() {
        Services all = services.get();
        Rooms rooms = new Rooms(all);
        RoomOutlet outlet = new RoomOutlet(all);
        Entering entering =
                new Entering(
                        all,
                        rooms,
                        new Announcements(outlet),
                        new Welcome(all, outlet),
                        new Whereabouts(all.sessions()));
        return new TemporaryRooms(all, rooms, entering);
    }
}
