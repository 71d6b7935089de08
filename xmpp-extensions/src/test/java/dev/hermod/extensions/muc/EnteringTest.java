package dev.hermod.extensions.muc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestClient;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// XEP-0045 7.2: what happens to who enters a room, and what those who are there see of it.
class EnteringTest {
    private static final String KICKED = "[110, 307, 333]";

    private final Meeting meeting = new Meeting(Map.of("HERMOD_LIMITS__ROOM_OCCUPANTS", "1000"));
    private final TestClient crone = meeting.person("crone");
    private final TestClient hag = meeting.person("hag");

    @BeforeEach
    void open() {
        meeting.open(crone, "firstwitch", Map.of("persistentroom", "1"));
    }

    @AfterEach
    void close() {
        meeting.close();
    }

    private static String from(FrozenElement stanza) {
        return requireNonNull(stanza.attr("from"));
    }

    private static String occupant(String nick) {
        return Meeting.ROOM + "/" + nick;
    }

    private FrozenElement refusal(TestClient client, String nick, String in) {
        meeting.knock(client, nick, in);
        FrozenElement answer = client.next();
        assertThat(answer.getName()).isEqualTo("presence");
        assertThat(answer.attr("type")).isEqualTo("error");
        assertThat(from(answer)).isEqualTo(occupant(nick));
        assertThat(meeting.heard(client)).isEmpty();
        return answer;
    }

    private static void assertRefused(FrozenElement answer, String condition, String type) {
        assertThat(Meeting.condition(answer)).isEqualTo(condition);
        assertThat(Meeting.errorType(answer)).isEqualTo(type);
    }

    @Nested
    class Presences {
        @Test
        @Spec("XEP-0045 7.2.2")
        void othersComeFirstThenOneselfThenTheSubject() {
            TestClient sister = meeting.person("sister");
            meeting.enter(sister, "secondwitch");
            List<FrozenElement> heard = meeting.enter(hag, "thirdwitch");
            assertThat(heard)
                    .extracting(EnteringTest::from)
                    .containsExactly(
                            occupant("firstwitch"),
                            occupant("secondwitch"),
                            occupant("thirdwitch"),
                            Meeting.ROOM);
            assertThat(heard.subList(0, 3)).allMatch(one -> one.getName().equals("presence"));
            assertThat(Meeting.codes(heard.getFirst())).isEmpty();
            assertThat(Meeting.codes(heard.get(2))).contains("110");
            assertThat(heard.get(2).attr("to")).isEqualTo("hag@example.org/here");
        }

        @Test
        @Spec("XEP-0045 7.2.2")
        void everyPresenceHasOneItemWithAffiliationAndRole() {
            List<FrozenElement> heard = meeting.enter(hag, "thirdwitch");
            for (FrozenElement presence : heard.subList(0, 2)) {
                assertThat(presence.children("x", Muc.USER)).hasSize(1);
                assertThat(Meeting.x(presence).children("item", Muc.USER)).hasSize(1);
            }
            FrozenElement owner = Meeting.item(heard.getFirst());
            assertThat(owner.attr("affiliation")).isEqualTo("owner");
            assertThat(owner.attr("role")).isEqualTo("moderator");
            FrozenElement self = Meeting.item(heard.get(1));
            assertThat(self.attr("affiliation")).isEqualTo("none");
            assertThat(self.attr("role")).isEqualTo("participant");
        }

        @Test
        @Spec("XEP-0045 7.2.2")
        void allOthersSeeWhoHasCome() {
            meeting.enter(hag, "thirdwitch");
            List<FrozenElement> heard = meeting.heard(crone);
            assertThat(heard).hasSize(1);
            assertThat(from(heard.getFirst())).isEqualTo(occupant("thirdwitch"));
            assertThat(Meeting.codes(heard.getFirst())).isEmpty();
        }

        @Test
        @Spec("XEP-0045 7.2.2")
        void whatSomebodySaysOfTheirAvailabilityIsPassedOnButNothingInTheNameOfTheRoom() {
            hag.send(
                    "<presence to='%s' id='p1'><show>away</show><x xmlns='http://jabber.org/protocol/muc'><password>x</password></x><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='owner' role='moderator'/></x><occupant-id xmlns='urn:xmpp:occupant-id:0' id='forged'/></presence>"
                            .formatted(occupant("thirdwitch")));
            meeting.heard(hag);
            FrozenElement seen = meeting.heard(crone).getFirst();
            assertThat(requireNonNull(seen.child("show", Stanzas.CLIENT)).text()).isEqualTo("away");
            assertThat(seen.child("x", Muc.JOIN)).isNull();
            assertThat(seen.children("x", Muc.USER)).hasSize(1);
            assertThat(Meeting.item(seen).attr("affiliation")).isEqualTo("none");
            assertThat(seen.children("occupant-id", Muc.OCCUPANT_IDS)).hasSize(1);
            assertThat(requireNonNull(seen.child("occupant-id", Muc.OCCUPANT_IDS)).attr("id"))
                    .isNotEqualTo("forged");
        }

        @Test
        @Spec("XEP-0045 7.2.2")
        void visitorWhosePresenceIsNotShownSeesOthersAndItself() {
            meeting.configure(
                    crone, Map.of("moderatedroom", "1", "presencebroadcast", "moderator"));
            List<FrozenElement> heard = meeting.enter(hag, "thirdwitch");
            assertThat(heard)
                    .extracting(EnteringTest::from)
                    .containsExactly(occupant("firstwitch"), occupant("thirdwitch"), Meeting.ROOM);
            assertThat(meeting.heard(crone)).isEmpty();
        }

        @Test
        @Spec("XEP-0045 7.2.3")
        void inANonAnonymousRoomEverybodySeesAddressesAndIsWarned() {
            meeting.configure(crone, Map.of("whois", "anyone"));
            List<FrozenElement> heard = meeting.enter(hag, "thirdwitch");
            assertThat(Meeting.item(heard.getFirst()).attr("jid"))
                    .isEqualTo("crone@example.org/here");
            assertThat(Meeting.codes(heard.get(1))).contains("100", "110");
            assertThat(Meeting.item(meeting.heard(crone).getFirst()).attr("jid"))
                    .isEqualTo("hag@example.org/here");
        }

        @Test
        @Spec("XEP-0045 7.2.4")
        void inASemiAnonymousRoomOnlyModeratorsSeeAddresses() {
            TestClient sister = meeting.person("sister");
            meeting.enter(sister, "secondwitch");
            meeting.heard(crone);
            List<FrozenElement> heard = meeting.enter(hag, "thirdwitch");
            assertThat(Meeting.item(heard.getFirst()).attr("jid")).isNull();
            assertThat(Meeting.item(heard.get(1)).attr("jid")).isNull();
            assertThat(Meeting.codes(heard.get(2))).doesNotContain("100");
            assertThat(Meeting.item(meeting.heard(sister).getFirst()).attr("jid")).isNull();
            assertThat(Meeting.item(meeting.heard(crone).getFirst()).attr("jid"))
                    .isEqualTo("hag@example.org/here");
        }

        @ParameterizedTest
        @CsvSource({"1, 0, true", "0, 0, false", "1, 1, false"})
        @Spec("XEP-0045 7.2.12")
        void whoEntersIsWarnedOfAPublicArchive(String archived, String closed, boolean warned) {
            meeting.affiliate(crone, "hag", "member");
            meeting.configure(crone, Map.of("enablelogging", archived, "membersonly", closed));
            hag.connection().elements().clear();
            FrozenElement self = meeting.enter(hag, "thirdwitch").get(1);
            assertThat(Meeting.codes(self).contains("170")).isEqualTo(warned);
        }
    }

    @Nested
    class Refusals {
        @Test
        @Spec("XEP-0045 7.2.1")
        void nickMustBeGiven() {
            hag.send(
                    "<presence to='%s'><x xmlns='http://jabber.org/protocol/muc'/></presence>"
                            .formatted(Meeting.ROOM));
            assertRefused(hag.next(), "jid-malformed", "modify");
            assertThat(meeting.heard(crone)).isEmpty();
        }

        @Test
        @Spec("XEP-0045 7.2.5")
        void passwordMustBeGivenAndRight() {
            meeting.configure(
                    crone, Map.of("passwordprotectedroom", "1", "roomsecret", "cauldron"));
            assertRefused(refusal(hag, "thirdwitch", ""), "not-authorized", "auth");
            assertRefused(
                    refusal(hag, "thirdwitch", "<password>broom</password>"),
                    "not-authorized",
                    "auth");
            assertThat(meeting.heard(crone)).isEmpty();
            meeting.enter(hag, "thirdwitch", "<password>cauldron</password>");
        }

        @Test
        @Spec("XEP-0045 7.2.6")
        void onlyMembersEnterAMembersOnlyRoom() {
            meeting.configure(crone, Map.of("membersonly", "1"));
            assertRefused(refusal(hag, "thirdwitch", ""), "registration-required", "auth");
            meeting.affiliate(crone, "hag", "member");
            meeting.enter(hag, "thirdwitch");
        }

        @Test
        @Spec("XEP-0045 7.2.7")
        void outcastDoesNotEnterNotEvenWithThePassword() {
            meeting.configure(
                    crone, Map.of("passwordprotectedroom", "1", "roomsecret", "cauldron"));
            meeting.affiliate(crone, "hag", "outcast");
            assertRefused(
                    refusal(hag, "thirdwitch", "<password>cauldron</password>"),
                    "forbidden",
                    "auth");
        }

        @Test
        @Spec("XEP-0045 7.2.8")
        void nickOfSomebodyElseIsAConflict() {
            assertRefused(refusal(hag, "firstwitch", ""), "conflict", "cancel");
        }

        @Test
        @Spec("XEP-0045 7.2.9")
        void roomThatIsFullTakesNobodyButAdmins() {
            meeting.configure(crone, Map.of("maxusers", "1"));
            assertRefused(refusal(hag, "thirdwitch", ""), "service-unavailable", "wait");
            meeting.affiliate(crone, "hag", "admin");
            meeting.enter(hag, "thirdwitch");
        }

        @Test
        @Spec("XEP-0045 7.2.10")
        void nobodyElseEntersBeforeTheRoomIsConfigured() {
            try (Meeting other = new Meeting()) {
                other.enter(other.person("crone"), "firstwitch");
                TestClient early = other.person("hag");
                other.knock(early, "thirdwitch", "");
                assertRefused(early.next(), "item-not-found", "cancel");
            }
        }

        @Test
        @Spec("XEP-0045 10.1.1")
        void whoMadeTheRoomEntersWithAnotherDeviceBeforeItIsConfigured() {
            try (Meeting other = new Meeting()) {
                other.enter(other.person("crone"), "firstwitch");
                other.enter(other.person("crone", "tower"), "firstwitch");
            }
        }
    }

    @Nested
    class History {
        @BeforeEach
        void talk() {
            for (String body : List.of("one", "two", "three")) {
                crone.send(
                        "<message type='groupchat' id='%s' to='%s'><body>%s</body></message>"
                                .formatted(body, Meeting.ROOM, body));
                crone.next(one -> body.equals(one.attr("id")));
            }
        }

        private List<FrozenElement> history(String attributes) {
            return meeting.enter(hag, "thirdwitch", "<history " + attributes + "/>").stream()
                    .filter(one -> one.child("body", Stanzas.CLIENT) != null)
                    .toList();
        }

        private static List<String> bodies(List<FrozenElement> history) {
            return history.stream()
                    .map(one -> requireNonNull(one.child("body", Stanzas.CLIENT)).text())
                    .toList();
        }

        @Test
        @Spec("XEP-0045 7.2.13")
        void comesAfterThePresencesAndBeforeTheSubject() {
            List<FrozenElement> heard = meeting.enter(hag, "thirdwitch");
            assertThat(heard).hasSize(6);
            assertThat(Meeting.codes(heard.get(1))).contains("110");
            assertThat(bodies(heard.subList(2, 5))).containsExactly("one", "two", "three");
        }

        @Test
        @Spec("XEP-0045 7.2.13")
        void isStampedByTheRoom() {
            for (FrozenElement one : history("maxstanzas='2'")) {
                FrozenElement delay = requireNonNull(one.child("delay", Muc.DELAY));
                assertThat(delay.attr("from")).isEqualTo(Meeting.ROOM);
                assertThat(delay.attr("stamp")).isNotNull();
                assertThat(from(one)).isEqualTo(occupant("firstwitch"));
                assertThat(one.attr("to")).isEqualTo("hag@example.org/here");
                assertThat(one.child("stanza-id", Muc.STANZA_IDS)).isNotNull();
            }
        }

        @ParameterizedTest
        @CsvSource({
            "maxchars='0', ''",
            "maxstanzas='0', ''",
            "maxstanzas='2', two three",
            "maxstanzas='99', one two three",
            "seconds='1999999999', one two three",
            "seconds='0', ''",
            "since='1970-01-01T00:00:00Z', one two three",
            "since='2999-01-01T00:00:00Z', ''",
            "maxstanzas='1' seconds='1999999999', three",
            "seconds='1999999999' since='2999-01-01T00:00:00Z', ''",
            "maxchars='99999' maxstanzas='1', three"
        })
        @Spec("XEP-0045 7.2.14")
        void isAsLittleAsWasAskedFor(String attributes, String expected) {
            assertThat(String.join(" ", bodies(history(attributes)))).isEqualTo(expected);
        }

        @Test
        @Spec("XEP-0045 7.2.14")
        void isCutBetweenStanzasAndNotWithin() {
            int length = history("maxstanzas='1'").getFirst().asXML().length();
            meeting.leave(hag, "thirdwitch");
            List<FrozenElement> some = history("maxchars='" + 2 * length + "'");
            assertThat(bodies(some)).isNotEmpty().endsWith("three").doesNotContain("one");
        }

        @Test
        @Spec("XEP-0045 7.2.14")
        void isMeasuredInCharactersAndNotInBytes() {
            crone.send(
                    "<message type='groupchat' id='four' to='%s'><body>%s</body></message>"
                            .formatted(Meeting.ROOM, "\u00fc".repeat(500)));
            crone.next(one -> "four".equals(one.attr("id")));
            assertThat(history("maxchars='1200'")).isNotEmpty();
        }

        @Test
        void isNoMoreThanTheRoomGives() {
            meeting.configure(crone, Map.of("historylength", "1"));
            assertThat(bodies(history("maxstanzas='3'"))).containsExactly("three");
        }

        @Test
        @Spec("XEP-0045 7.2.13")
        void doesNotHoldTheSubject() {
            crone.send(
                    "<message type='groupchat' to='%s'><subject>Fire</subject></message>"
                            .formatted(Meeting.ROOM));
            meeting.heard(crone);
            List<FrozenElement> heard = meeting.enter(hag, "thirdwitch");
            assertThat(heard).hasSize(6);
            FrozenElement subject = heard.getLast();
            assertThat(requireNonNull(subject.child("subject", Stanzas.CLIENT)).text())
                    .isEqualTo("Fire");
            assertThat(from(subject)).isEqualTo(occupant("firstwitch"));
            assertThat(requireNonNull(subject.child("delay", Muc.DELAY)).attr("from"))
                    .isEqualTo(Meeting.ROOM);
        }
    }

    @Nested
    class Subject {
        @Test
        @Spec("XEP-0045 7.2.15")
        void isEmptyWhereThereIsNone() {
            FrozenElement subject = meeting.enter(hag, "thirdwitch").getLast();
            assertThat(subject.attr("type")).isEqualTo("groupchat");
            assertThat(requireNonNull(subject.child("subject", Stanzas.CLIENT)).text()).isEmpty();
            assertThat(subject.child("body", Stanzas.CLIENT)).isNull();
        }
    }

    @Nested
    class SeveralSessions {
        private final TestClient tower = meeting.person("hag", "tower");

        @BeforeEach
        void bothEnter() {
            meeting.enter(hag, "thirdwitch");
            meeting.enter(tower, "thirdwitch");
            meeting.heard(hag);
            meeting.heard(crone);
        }

        @Test
        @Spec("XEP-0045 7.2.8")
        void bothHearAndBothSpeak() {
            for (TestClient speaker : List.of(hag, tower)) {
                speaker.send(
                        "<message type='groupchat' to='%s'><body>hail</body></message>"
                                .formatted(Meeting.ROOM));
                for (TestClient client : List.of(hag, tower, crone)) {
                    assertThat(from(client.next())).isEqualTo(occupant("thirdwitch"));
                }
            }
        }

        @Test
        @Spec("XEP-0045 7.2.8")
        void privateMessageReachesBoth() {
            crone.send(
                    "<message type='chat' to='%s'><body>psst</body></message>"
                            .formatted(occupant("thirdwitch")));
            assertThat(from(hag.next())).isEqualTo(occupant("firstwitch"));
            assertThat(from(tower.next())).isEqualTo(occupant("firstwitch"));
        }

        @Test
        @Spec("XEP-0045 7.14")
        void whoeverLeavesFirstHearsOfItself() {
            hag.send("<presence type='unavailable' to='%s'/>".formatted(occupant("thirdwitch")));
            assertThat(Meeting.item(hag.next()).attr("jid")).isEqualTo("hag@example.org/here");
            FrozenElement left = meeting.heard(crone).getFirst();
            assertThat(Meeting.item(left).attr("jid")).isEqualTo("hag@example.org/tower");
        }

        @Test
        @Spec("XEP-0045 7.6")
        void nickChangesForBoth() {
            hag.send("<presence to='%s'/>".formatted(occupant("oldhag")));
            for (TestClient client : List.of(hag, tower)) {
                List<FrozenElement> heard = meeting.heard(client);
                assertThat(heard).hasSize(2);
                assertThat(Meeting.codes(heard.getFirst())).contains("110", "303");
                assertThat(from(heard.getLast())).isEqualTo(occupant("oldhag"));
                assertThat(Meeting.codes(heard.getLast())).contains("110");
            }
        }

        @Test
        @Spec("XEP-0045 7.14")
        void whenOneLeavesOnlyThatOneIsGone() {
            tower.send("<presence type='unavailable' to='%s'/>".formatted(occupant("thirdwitch")));
            FrozenElement gone = tower.next();
            assertThat(gone.attr("type")).isEqualTo("unavailable");
            assertThat(Meeting.codes(gone)).containsExactly("110");
            assertThat(Meeting.item(gone).attr("jid")).isEqualTo("hag@example.org/tower");
            assertThat(meeting.heard(crone))
                    .allSatisfy(one -> assertThat(one.attr("type")).isNull());
            assertThat(meeting.heard(hag)).allSatisfy(one -> assertThat(one.attr("type")).isNull());
            meeting.leave(hag, "thirdwitch");
            assertThat(meeting.heard(crone).getFirst().attr("type")).isEqualTo("unavailable");
        }
    }

    @Nested
    class Resynchronisation {
        @Test
        @Spec("XEP-0045 7.2.1")
        void whoEntersAgainHearsTheSameAgain() {
            crone.send(
                    "<message type='groupchat' to='%s'><body>hail</body></message>"
                            .formatted(Meeting.ROOM));
            crone.next();
            List<FrozenElement> first = meeting.enter(hag, "thirdwitch");
            List<FrozenElement> again = meeting.enter(hag, "thirdwitch");
            assertThat(again).isEqualTo(first);
        }

        @Test
        @Spec("XEP-0045 7.2.17")
        void presenceOfSomebodyWhoIsNotThereIsAnsweredByAKick() {
            hag.send("<presence to='%s'/>".formatted(occupant("thirdwitch")));
            FrozenElement kick = hag.next();
            assertThat(kick.attr("type")).isEqualTo("unavailable");
            assertThat(from(kick)).isEqualTo(occupant("thirdwitch"));
            assertThat(Meeting.codes(kick)).hasToString(KICKED);
            assertThat(Meeting.item(kick).attr("role")).isEqualTo("none");
            assertThat(meeting.heard(crone)).isEmpty();
        }

        @Test
        @Spec("XEP-0045 7.2.17")
        void presenceToARoomThatIsGoneMakesNone() {
            hag.send("<presence to='heath@conference.example.org/hag'/>");
            assertThat(Meeting.codes(hag.next())).hasToString(KICKED);
        }
    }

    @Nested
    class ChangingTheNick {
        @BeforeEach
        void enter() {
            meeting.enter(hag, "thirdwitch");
            meeting.heard(crone);
        }

        private void rename(String nick) {
            hag.send("<presence to='%s'/>".formatted(occupant(nick)));
        }

        @Test
        @Spec("XEP-0045 7.6")
        void allHearThatTheOldIsGoneAndTheNewIsThere() {
            rename("oldhag");
            for (TestClient client : List.of(crone, hag)) {
                List<FrozenElement> heard = meeting.heard(client);
                assertThat(heard).hasSize(2);
                FrozenElement gone = heard.getFirst();
                assertThat(gone.attr("type")).isEqualTo("unavailable");
                assertThat(from(gone)).isEqualTo(occupant("thirdwitch"));
                assertThat(Meeting.item(gone).attr("nick")).isEqualTo("oldhag");
                assertThat(Meeting.codes(gone)).contains("303");
                assertThat(Meeting.codes(gone).contains("110")).isEqualTo(client == hag);
                FrozenElement there = heard.getLast();
                assertThat(there.attr("type")).isNull();
                assertThat(from(there)).isEqualTo(occupant("oldhag"));
                assertThat(Meeting.codes(there).contains("110")).isEqualTo(client == hag);
            }
        }

        @Test
        @Spec("XEP-0045 7.6")
        void nickInUseOrReservedIsAConflictAndTheOldOneStays() {
            meeting.ask(
                    crone,
                    "set",
                    "<query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='member' jid='sister@example.org' nick='secondwitch'/></query>");
            for (String taken : List.of("firstwitch", "secondwitch")) {
                rename(taken);
                FrozenElement answer = hag.next();
                assertRefused(answer, "conflict", "cancel");
                assertThat(from(answer)).isEqualTo(occupant(taken));
            }
            assertThat(meeting.heard(crone)).isEmpty();
        }

        @Test
        void occupantIdStaysTheSame() {
            FrozenElement before =
                    requireNonNull(
                            meeting.enter(hag, "thirdwitch")
                                    .get(1)
                                    .child("occupant-id", Muc.OCCUPANT_IDS));
            rename("oldhag");
            for (FrozenElement one : meeting.heard(hag)) {
                assertThat(one.child("occupant-id", Muc.OCCUPANT_IDS)).isEqualTo(before);
            }
        }

        @Test
        void oldNickIsFreeForOthers() {
            rename("oldhag");
            meeting.heard(hag);
            meeting.enter(meeting.person("sister"), "thirdwitch");
        }
    }

    @Nested
    class BeingThereAndLeaving {
        @BeforeEach
        void enter() {
            meeting.enter(hag, "thirdwitch");
            meeting.heard(crone);
        }

        @Test
        @Spec("XEP-0045 7.7")
        void changeOfAvailabilityIsSeenByAllAndByThoseWhoComeLater() {
            hag.send(
                    "<presence to='%s'><show>xa</show><status>gone where the goblins go</status></presence>"
                            .formatted(occupant("thirdwitch")));
            TestClient sister = meeting.person("sister");
            FrozenElement self = meeting.heard(hag).getFirst();
            assertThat(Meeting.codes(self)).contains("110");
            for (FrozenElement seen :
                    List.of(
                            self,
                            meeting.heard(crone).getFirst(),
                            meeting.enter(sister, "secondwitch").get(1))) {
                assertThat(from(seen)).isEqualTo(occupant("thirdwitch"));
                assertThat(requireNonNull(seen.child("show", Stanzas.CLIENT)).text())
                        .isEqualTo("xa");
                assertThat(Meeting.item(seen).attr("role")).isEqualTo("participant");
            }
        }

        @Test
        @Spec("XEP-0045 7.14")
        void whoLeavesHearsItAndAllOthersToo() {
            hag.send(
                    "<presence type='unavailable' to='%s'><status>bye</status></presence>"
                            .formatted(occupant("thirdwitch")));
            for (TestClient client : List.of(hag, crone)) {
                FrozenElement gone = client.next();
                assertThat(gone.attr("type")).isEqualTo("unavailable");
                assertThat(from(gone)).isEqualTo(occupant("thirdwitch"));
                assertThat(Meeting.item(gone).attr("role")).isEqualTo("none");
                assertThat(Meeting.item(gone).attr("affiliation")).isEqualTo("none");
                assertThat(Meeting.codes(gone).contains("110")).isEqualTo(client == hag);
                assertThat(requireNonNull(gone.child("status", Stanzas.CLIENT)).text())
                        .isEqualTo("bye");
            }
        }

        @Test
        @Spec("XEP-0045 7.14")
        void memberWhoLeavesStaysAMember() {
            meeting.affiliate(crone, "hag", "member");
            meeting.heard(hag);
            meeting.heard(crone);
            meeting.leave(hag, "thirdwitch");
            FrozenElement gone = meeting.heard(crone).getFirst();
            assertThat(Meeting.item(gone).attr("affiliation")).isEqualTo("member");
            assertThat(Meeting.item(gone).attr("role")).isEqualTo("none");
        }

        @Test
        void whoIsGoneHearsNothingMore() {
            meeting.leave(hag, "thirdwitch");
            crone.send(
                    "<message type='groupchat' to='%s'><body>hail</body></message>"
                            .formatted(Meeting.ROOM));
            crone.next(one -> one.getName().equals("message"));
            assertThat(meeting.heard(hag)).isEmpty();
        }

        @Test
        @Spec("XEP-0045 7.14")
        void temporaryRoomEndsWithItsLastOccupant() {
            meeting.configure(crone, Map.of("persistentroom", "0"));
            meeting.leave(hag, "thirdwitch");
            crone.send("<presence type='unavailable' to='%s'/>".formatted(occupant("firstwitch")));
            assertThat(
                            Meeting.condition(
                                    meeting.ask(crone, "get", "<ping xmlns='urn:xmpp:ping'/>")))
                    .isEqualTo("item-not-found");
        }
    }

    @Nested
    class MakingARoom {
        private final Meeting other = new Meeting(Map.of("HERMOD_LIMITS__ROOMS_PER_ACCOUNT", "1"));

        @AfterEach
        void end() {
            other.close();
        }

        @Test
        @Spec("XEP-0045 10.1.1")
        void whoEntersARoomThatDoesNotExistMakesItAndOwnsIt() {
            FrozenElement self = other.enter(other.person("hag"), "thirdwitch").getFirst();
            assertThat(Meeting.codes(self)).contains("110", "201");
            assertThat(Meeting.item(self).attr("affiliation")).isEqualTo("owner");
            assertThat(Meeting.item(self).attr("role")).isEqualTo("moderator");
        }

        @Test
        @Spec("XEP-0045 7.2.16")
        void whoMayMakeNoMoreRoomsIsToldThatItIsNotAllowed() {
            TestClient maker = other.person("hag");
            other.enter(maker, "thirdwitch");
            maker.send(
                    "<presence to='heath@conference.example.org/hag'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
            assertRefused(maker.next(), "not-allowed", "cancel");
        }
    }

    @Nested
    class Bounds {
        @Test
        void whoComesAndGoesTooOftenHasToWait() {
            FrozenElement last = null;
            for (int i = 0; i < 50 && (last == null || last.attr("type") == null); i++) {
                meeting.knock(hag, "thirdwitch", "");
                last = hag.next();
                hag.send(
                        "<presence type='unavailable' to='%s'/>".formatted(occupant("thirdwitch")));
                meeting.heard(hag);
            }
            assertRefused(requireNonNull(last), "resource-constraint", "wait");
        }

        @Test
        void whoChangesTheirPresenceTooOftenHasToWait() {
            meeting.enter(hag, "thirdwitch");
            for (int i = 0; i < 50; i++) {
                hag.send(
                        "<presence to='%s'><status>%d</status></presence>"
                                .formatted(occupant("thirdwitch"), i));
            }
            FrozenElement last = meeting.heard(hag).getLast();
            assertRefused(last, "resource-constraint", "wait");
            assertThat(meeting.heard(crone)).hasSizeLessThan(40);
        }

        @Test
        void nobodyIsInMoreRoomsThanTheyMay() {
            meeting.close();
            try (Meeting small = new Meeting(Map.of("HERMOD_LIMITS__ROOMS_PER_SESSION", "1"))) {
                TestClient client = small.person("crone");
                small.open(client, "firstwitch", Map.of());
                client.send(
                        "<presence to='other@conference.example.org/x'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
                assertRefused(client.next(), "not-allowed", "cancel");
            }
        }
    }
}
