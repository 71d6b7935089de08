package dev.hermod.extensions.muc;

import static dev.hermod.extensions.muc.Conference.ROOM;
import static dev.hermod.extensions.muc.Conference.admin;
import static dev.hermod.extensions.muc.Conference.codes;
import static dev.hermod.extensions.muc.Conference.condition;
import static dev.hermod.extensions.muc.Conference.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.testing.TestClient;
import dev.hermod.xml.FrozenElement;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdministrationTest {
    private final Conference conference = new Conference();
    private final TestClient crone = conference.create("crone1", "first", "persistentroom", "1");
    private final TestClient wiccarocks = conference.login("wiccarocks");
    private final TestClient hag = conference.login("hag66");

    @BeforeEach
    void enter() {
        conference.enter(wiccarocks, "second");
        conference.enter(hag, "third");
        crone.received();
        wiccarocks.received();
    }

    @AfterEach
    void stop() {
        conference.close();
    }

    private static void ok(FrozenElement answer) {
        assertThat(answer.attr("type")).as(answer.toString()).isEqualTo("result");
    }

    @Test
    @Spec("XEP-0045 8.2")
    void whoIsKickedIsToldByWhomAndWhy() {
        ok(admin(crone, "<item nick='third' role='none'><reason>Avaunt</reason></item>"));
        FrozenElement gone = hag.next();
        assertThat(gone.attr("type")).isEqualTo("unavailable");
        assertThat(codes(gone)).contains("110", "307");
        FrozenElement item = item(gone);
        assertThat(item.attr("role")).isEqualTo("none");
        assertThat(Objects.requireNonNull(item.child("actor", item.namespace())).attr("nick"))
                .isEqualTo("first");
        assertThat(Objects.requireNonNull(item.child("reason", item.namespace())).text())
                .isEqualTo("Avaunt");
        assertThat(codes(wiccarocks.next())).containsExactly("307");
    }

    @Test
    @Spec("XEP-0045 8.2")
    void nobodyIsKickedByWhoIsNoModerator() {
        assertThat(condition(admin(wiccarocks, "<item nick='third' role='none'/>")))
                .isEqualTo("forbidden");
        assertThat(hag.received()).isEmpty();
    }

    @Test
    @Spec("XEP-0045 8.2")
    void ownerIsNotKickedByAModeratorOfLess() {
        ok(admin(crone, "<item nick='second' role='moderator'/>"));
        wiccarocks.received();
        assertThat(condition(admin(wiccarocks, "<item nick='first' role='none'/>")))
                .isEqualTo("not-allowed");
    }

    @Test
    @Spec("XEP-0045 8.3")
    void voiceIsGivenAndTaken() {
        ok(admin(crone, "<item nick='third' role='visitor'/>"));
        FrozenElement presence = hag.next();
        assertThat(item(presence).attr("role")).isEqualTo("visitor");
        assertThat(codes(presence)).contains("110");
        Conference.say(hag, "1", "please");
        assertThat(condition(hag.next())).isEqualTo("forbidden");
        ok(admin(crone, "<item nick='third' role='participant'/>"));
        assertThat(item(hag.next()).attr("role")).isEqualTo("participant");
    }

    @Test
    @Spec("XEP-0045 9.1")
    void whoIsBannedIsRemovedAndStaysOut() {
        ok(admin(crone, "<item affiliation='outcast' jid='hag66@example.org'/>"));
        FrozenElement gone = hag.next();
        assertThat(codes(gone)).contains("110", "301");
        assertThat(item(gone).attr("affiliation")).isEqualTo("outcast");
        assertThat(condition(conference.enter(hag, "third").getLast())).isEqualTo("forbidden");
    }

    @Test
    @Spec("XEP-0045 9.1")
    void nobodyBansThemselvesNorWhoIsMore() {
        assertThat(
                        condition(
                                admin(
                                        crone,
                                        "<item affiliation='outcast' jid='crone1@example.org'/>")))
                .isEqualTo("conflict");
        ok(admin(crone, "<item affiliation='admin' jid='wiccarocks@example.org'/>"));
        wiccarocks.received();
        assertThat(
                        condition(
                                admin(
                                        wiccarocks,
                                        "<item affiliation='outcast' jid='crone1@example.org'/>")))
                .isEqualTo("not-allowed");
    }

    @Test
    @Spec("XEP-0045 9.2")
    void changesOfOneRequestAreAllMadeOrNone() {
        FrozenElement answer =
                admin(
                        crone,
                        "<item affiliation='outcast' jid='hag66@example.org'/><item affiliation='outcast' jid='crone1@example.org'/>");
        assertThat(condition(answer)).isEqualTo("conflict");
        assertThat(hag.received()).isEmpty();
    }

    @Test
    @Spec("XEP-0045 9.4")
    void whoLosesMembershipOfAMembersOnlyRoomIsRemoved() {
        ok(
                admin(
                        crone,
                        "<item affiliation='member' jid='hag66@example.org'/><item affiliation='member' jid='wiccarocks@example.org'/>"));
        conference.configure(crone, "membersonly", "1");
        ok(admin(crone, "<item affiliation='none' jid='hag66@example.org'/>"));
        assertThat(codes(hag.next(one -> "unavailable".equals(one.attr("type"))))).contains("321");
        assertThat(condition(conference.enter(hag, "third").getLast()))
                .isEqualTo("registration-required");
    }

    @Test
    @Spec("XEP-0045 10.2")
    void roomThatIsMembersOnlyNowRemovesOthers() {
        ok(admin(crone, "<item affiliation='member' jid='wiccarocks@example.org'/>"));
        wiccarocks.received();
        hag.received();
        conference.configure(crone, "membersonly", "1");
        assertThat(codes(hag.next(one -> "unavailable".equals(one.attr("type")))))
                .contains("110", "322");
    }

    @Test
    @Spec("XEP-0045 10.4")
    void roomIsNeverWithoutAnOwner() {
        assertThat(condition(admin(crone, "<item affiliation='admin' jid='crone1@example.org'/>")))
                .isEqualTo("conflict");
        ok(admin(crone, "<item affiliation='owner' jid='wiccarocks@example.org'/>"));
        ok(admin(crone, "<item affiliation='admin' jid='crone1@example.org'/>"));
    }

    @Test
    @Spec("XEP-0045 10.5")
    void adminsMakeNeitherAdminsNorOwners() {
        ok(admin(crone, "<item affiliation='admin' jid='wiccarocks@example.org'/>"));
        wiccarocks.received();
        for (String affiliation : new String[] {"admin", "owner"}) {
            assertThat(
                            condition(
                                    admin(
                                            wiccarocks,
                                            "<item affiliation='%s' jid='hag66@example.org'/>"
                                                    .formatted(affiliation))))
                    .isEqualTo("forbidden");
        }
    }

    @Test
    @Spec("XEP-0045 9.5")
    void listsAreForThoseWhoMaySeeThem() {
        ok(admin(crone, "<item affiliation='member' jid='friend@example.org' nick='Friend'/>"));
        String list =
                "<iq type='get' to='%s' id='list'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='member'/></query></iq>"
                        .formatted(ROOM);
        FrozenElement members = crone.ask(list);
        assertThat(members.toString()).contains("friend@example.org", "Friend");
        assertThat(condition(wiccarocks.ask(list))).isEqualTo("forbidden");
        conference.configure(crone, "whois", "anyone");
        wiccarocks.received();
        ok(wiccarocks.ask(list));
    }

    @Test
    @Spec("XEP-0045 10.9")
    void destroyedRoomTellsAllWhereToGoAndIsGone() {
        FrozenElement answer =
                crone.ask(
                        "<iq type='set' to='%s' id='d'><query xmlns='http://jabber.org/protocol/muc#owner'><destroy jid='other@conference.example.org'><reason>Macbeth doth come.</reason></destroy></query></iq>"
                                .formatted(ROOM));
        ok(answer);
        FrozenElement gone = hag.next();
        assertThat(gone.attr("type")).isEqualTo("unavailable");
        assertThat(gone.toString()).contains("other@conference.example.org", "Macbeth doth come.");
        assertThat(
                        condition(
                                hag.ask(
                                        "<iq type='get' to='%s' id='i'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>"
                                                .formatted(ROOM))))
                .isEqualTo("item-not-found");
    }

    @Test
    @Spec("XEP-0045 7.8.2")
    void invitationIsPassedOnAndMakesAMemberOfAMembersOnlyRoom() {
        conference.configure(crone, "membersonly", "1");
        TestClient friend = conference.login("friend");
        crone.send(
                "<message to='%s'><x xmlns='http://jabber.org/protocol/muc#user'><invite to='friend@example.org'><reason>come</reason></invite></x></message>"
                        .formatted(ROOM));
        friend.session()
                .presence(dev.hermod.stanza.Stanzas.presence(TestClient.parse("<presence/>")));
        assertThat(friend.next().toString()).contains("crone1@example.org", "come");
        assertThat(conference.enter(friend, "friend").getLast().attr("type"))
                .isEqualTo("groupchat");
    }
}
