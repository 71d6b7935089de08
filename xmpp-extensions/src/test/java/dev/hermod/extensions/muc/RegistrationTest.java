package dev.hermod.extensions.muc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

class RegistrationTest {
    private static final String QUERY = "<query xmlns='jabber:iq:register'>%s</query>";
    private static final JID ROOM = TestServer.jid(Meeting.ROOM);

    private final Meeting meeting = new Meeting();
    private final TestClient crone = meeting.person("crone");
    private final TestClient hag = meeting.person("hag");

    @AfterEach
    void close() {
        meeting.close();
    }

    private FrozenElement get(TestClient client) {
        return meeting.ask(client, "get", QUERY.formatted(""));
    }

    private FrozenElement set(TestClient client, String content) {
        return meeting.ask(client, "set", QUERY.formatted(content));
    }

    private FrozenElement register(TestClient client, String nick) {
        return set(
                client,
                Meeting.submit(RegistrationForms.TYPE, Map.of(RegistrationForms.NICK, nick)));
    }

    private static FrozenElement query(FrozenElement answer) {
        return requireNonNull(answer.child("query", Registration.NAMESPACE), answer::toString);
    }

    private @Nullable Affiliate stored(String localpart) {
        return meeting.storage().find(ROOM).orElseThrow().affiliates().stream()
                .filter(one -> one.jid().equals(TestServer.jid(localpart + "@example.org")))
                .findFirst()
                .orElse(null);
    }

    @Test
    @Spec("XEP-0045 7.10")
    void roomThatDoesNotExistIsNotFound() {
        assertThat(Meeting.condition(get(hag))).isEqualTo("item-not-found");
        assertThat(Meeting.condition(register(hag, "thirdwitch"))).isEqualTo("item-not-found");
    }

    @Test
    @Spec("XEP-0045 10.1")
    void roomThatIsNotOpenYetIsNotFound() {
        meeting.enter(crone, "firstwitch");
        assertThat(Meeting.condition(get(hag))).isEqualTo("item-not-found");
    }

    @Nested
    class InAnOpenRoom {
        InAnOpenRoom() {
            meeting.open(crone, "firstwitch", Map.of("persistentroom", "1"));
        }

        @Test
        @Spec("XEP-0045 7.10")
        void whoAsksGetsAFormThatWantsANick() {
            FrozenElement query = query(get(hag));
            assertThat(query.child("registered", Registration.NAMESPACE)).isNull();
            Form form = Meeting.form(query);
            assertThat(form.type()).isEqualTo(Form.Type.FORM);
            assertThat(form.formType()).isEqualTo(RegistrationForms.TYPE);
            assertThat(requireNonNull(form.field(RegistrationForms.NICK)).required()).isTrue();
        }

        @Test
        @Spec("XEP-0045 7.10")
        void whoRegistersFromOutsideIsAMemberAtOnceWithANickThatNobodyElseCanTake() {
            FrozenElement answer = register(hag, "thirdwitch");
            assertThat(answer.attr("type")).isEqualTo("result");
            assertThat(answer.childElements()).isEmpty();
            assertThat(stored("hag"))
                    .isEqualTo(
                            new Affiliate(
                                    TestServer.jid("hag@example.org"),
                                    Affiliation.MEMBER,
                                    "thirdwitch",
                                    null));
            TestClient wizard = meeting.person("wizard");
            meeting.knock(wizard, "thirdwitch", "");
            assertThat(Meeting.condition(wizard.next())).isEqualTo("conflict");
            assertThat(Meeting.item(meeting.enter(hag, "thirdwitch").get(1)).attr("affiliation"))
                    .isEqualTo("member");
        }

        @Test
        @Spec("XEP-0045 7.10")
        void whoIsRegisteredIsToldSoWithTheNick() {
            register(hag, "thirdwitch");
            FrozenElement query = query(get(hag));
            assertThat(query.child("registered", Registration.NAMESPACE)).isNotNull();
            assertThat(requireNonNull(query.child("username", Registration.NAMESPACE)).text())
                    .isEqualTo("thirdwitch");
        }

        @Test
        @Spec("XEP-0045 7.12")
        void reservedNickIsDiscovered() {
            register(hag, "thirdwitch");
            FrozenElement answer =
                    meeting.ask(
                            hag,
                            "get",
                            "<query xmlns='http://jabber.org/protocol/disco#info' node='x-roomuser-item'/>");
            assertThat(answer.childElements().getFirst().childElements().getFirst().attr("name"))
                    .isEqualTo("thirdwitch");
        }

        @Test
        @Spec("XEP-0045 7.10")
        void allOccupantsSeeThatOneOfThemHasBecomeAMember() {
            meeting.enter(hag, "thirdwitch");
            meeting.heard(crone);
            register(hag, "thirdwitch");
            for (TestClient client : List.of(crone, hag)) {
                FrozenElement presence = meeting.heard(client).getFirst();
                assertThat(presence.attr("from")).isEqualTo(Meeting.ROOM + "/thirdwitch");
                assertThat(Meeting.item(presence).attr("affiliation")).isEqualTo("member");
                assertThat(Meeting.item(presence).attr("role")).isEqualTo("participant");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"firstwitch", "secondwitch"})
        @Spec("XEP-0045 7.10")
        void nickOfAnotherIsAConflict(String nick) {
            register(meeting.person("sister"), "secondwitch");
            FrozenElement answer = register(hag, nick);
            assertThat(Meeting.condition(answer)).isEqualTo("conflict");
            assertThat(Meeting.errorType(answer)).isEqualTo("cancel");
            assertThat(stored("hag")).isNull();
        }

        @Test
        void memberTakesAnotherNickAndTheFirstIsFree() {
            register(hag, "thirdwitch");
            assertThat(register(hag, "hecate").attr("type")).isEqualTo("result");
            assertThat(requireNonNull(stored("hag")).nick()).isEqualTo("hecate");
            assertThat(register(meeting.person("sister"), "thirdwitch").attr("type"))
                    .isEqualTo("result");
        }

        @Test
        void ownerWhoReservesANickStaysOwner() {
            register(crone, "firstwitch");
            assertThat(requireNonNull(stored("crone")).affiliation()).isEqualTo(Affiliation.OWNER);
            assertThat(meeting.heard(crone)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "<username>thirdwitch</username>",
                    "<x xmlns='jabber:x:data' type='submit'/>",
                    "<x xmlns='jabber:x:data' type='form'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#register</value></field></x>",
                    "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#register</value></field></x>",
                    "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>urn:other</value></field><field var='muc#register_roomnick'><value>a</value></field></x>"
                })
        @Spec("XEP-0045 7.10")
        void anythingButTheFormIsABadRequest(String content) {
            FrozenElement answer = set(hag, content);
            assertThat(Meeting.condition(answer)).isEqualTo("bad-request");
            assertThat(Meeting.errorType(answer)).isEqualTo("modify");
        }

        @Test
        void formThatIsGivenUpChangesNothing() {
            assertThat(set(hag, "<x xmlns='jabber:x:data' type='cancel'/>").attr("type"))
                    .isEqualTo("result");
            assertThat(stored("hag")).isNull();
        }

        @Test
        @Spec("XEP-0045 7.10")
        void outcastMayNotRegister() {
            meeting.affiliate(crone, "hag", "outcast");
            assertThat(Meeting.condition(get(hag))).isEqualTo("not-allowed");
            assertThat(Meeting.condition(register(hag, "thirdwitch"))).isEqualTo("not-allowed");
            assertThat(Meeting.condition(set(hag, "<remove/>"))).isEqualTo("not-allowed");
            assertThat(requireNonNull(stored("hag")).affiliation()).isEqualTo(Affiliation.OUTCAST);
        }

        @Test
        @Spec("XEP-0077 3.2")
        void whoGoesIsNoMemberAnyMoreAndAllSeeIt() {
            meeting.enter(hag, "thirdwitch");
            register(hag, "thirdwitch");
            meeting.heard(crone);
            assertThat(set(hag, "<remove/>").attr("type")).isEqualTo("result");
            assertThat(stored("hag")).isNull();
            assertThat(Meeting.item(meeting.heard(crone).getFirst()).attr("affiliation"))
                    .isEqualTo("none");
        }

        @Test
        void ownerGivesUpTheNickAlone() {
            register(crone, "firstwitch");
            assertThat(set(crone, "<remove/>").attr("type")).isEqualTo("result");
            assertThat(stored("crone"))
                    .isEqualTo(
                            new Affiliate(
                                    TestServer.jid("crone@example.org"),
                                    Affiliation.OWNER,
                                    null,
                                    null));
        }

        @Test
        @Spec("XEP-0077 3.2.1")
        void strangerHasNothingToGiveUp() {
            assertThat(Meeting.condition(set(hag, "<remove/>"))).isEqualTo("registration-required");
            register(hag, "thirdwitch");
            assertThat(Meeting.condition(set(hag, "<remove/><username>x</username>")))
                    .isEqualTo("bad-request");
        }
    }

    @Nested
    class WhereAdminsDecide {
        WhereAdminsDecide() {
            meeting.open(crone, "firstwitch", Map.of("membersonly", "1", "persistentroom", "1"));
        }

        private FrozenElement question(TestClient decider) {
            return decider.next(one -> one.child("x", "jabber:x:data") != null);
        }

        @Test
        @Spec("XEP-0045 9.9")
        void adminsWhoAreThereAreAsked() {
            meeting.affiliate(crone, "sister", "admin");
            TestClient sister = meeting.person("sister");
            meeting.enter(sister, "secondwitch");
            FrozenElement answer =
                    set(
                            hag,
                            Meeting.submit(
                                    RegistrationForms.TYPE,
                                    Map.of(
                                            RegistrationForms.NICK,
                                            "thirdwitch",
                                            "muc#register_first",
                                            "Brunhilde",
                                            "muc#register_allow",
                                            "1")));
            assertThat(answer.attr("type")).isEqualTo("result");
            for (TestClient admin : List.of(crone, sister)) {
                FrozenElement question = question(admin);
                assertThat(question.attr("from")).isEqualTo(Meeting.ROOM);
                Form form = Meeting.form(question);
                assertThat(form.type()).isEqualTo(Form.Type.FORM);
                assertThat(form.formType()).isEqualTo(RegistrationForms.TYPE);
                assertThat(form.value(RegistrationForms.NICK)).isEqualTo("thirdwitch");
                assertThat(form.value(RegistrationForms.PERSON)).isEqualTo("hag@example.org");
                assertThat(form.value("muc#register_first")).isEqualTo("Brunhilde");
                assertThat(form.value(RegistrationForms.ALLOW)).isEqualTo("0");
            }
            assertThat(stored("hag")).isNull();
        }

        @Test
        @Spec("XEP-0045 9.9")
        void approvalMakesAMemberWhoIsToldByAnInvitation() {
            Meeting.available(hag);
            register(hag, "thirdwitch");
            crone.send(Meeting.answered(question(crone), RegistrationForms.ALLOW, "1"));
            FrozenElement invitation = hag.next();
            assertThat(Meeting.x(invitation).child("invite", Muc.USER)).isNotNull();
            assertThat(requireNonNull(stored("hag")).nick()).isEqualTo("thirdwitch");
            assertThat(meeting.enter(hag, "thirdwitch")).isNotEmpty();
        }

        @Test
        void refusalChangesNothing() {
            register(hag, "thirdwitch");
            crone.send(Meeting.answered(question(crone), RegistrationForms.ALLOW, "0"));
            assertThat(meeting.heard(crone)).isEmpty();
            assertThat(stored("hag")).isNull();
        }

        @Test
        void onlyAdminsDecide() {
            meeting.affiliate(crone, "hag", "member");
            TestClient wizard = meeting.person("wizard");
            register(wizard, "merlin");
            hag.send(Meeting.answered(question(crone), RegistrationForms.ALLOW, "1"));
            assertThat(Meeting.condition(hag.next())).isEqualTo("forbidden");
            assertThat(stored("wizard")).isNull();
        }

        @Test
        void nickThatWasTakenMeanwhileIsAConflictForTheAdmin() {
            register(hag, "thirdwitch");
            FrozenElement question = question(crone);
            register(crone, "thirdwitch");
            crone.send(Meeting.answered(question, RegistrationForms.ALLOW, "1"));
            assertThat(Meeting.condition(crone.next())).isEqualTo("conflict");
            assertThat(stored("hag")).isNull();
        }

        @Test
        void whoWasBannedMeanwhileStaysBanned() {
            register(hag, "thirdwitch");
            FrozenElement question = question(crone);
            meeting.affiliate(crone, "hag", "outcast");
            crone.send(Meeting.answered(question, RegistrationForms.ALLOW, "1"));
            assertThat(Meeting.condition(crone.next())).isEqualTo("not-allowed");
            assertThat(requireNonNull(stored("hag")).affiliation()).isEqualTo(Affiliation.OUTCAST);
        }

        @Test
        @Spec("XEP-0045 9.9")
        void ownersWhoAreAwayAreAskedWhenNoAdminIsThere() {
            meeting.leave(crone, "firstwitch");
            Meeting.available(crone);
            register(hag, "thirdwitch");
            FrozenElement question = question(crone);
            assertThat(question.attr("to")).isEqualTo("crone@example.org");
            assertThat(question.child("body", Stanzas.CLIENT)).isNotNull();
        }

        @Test
        void adminsAreNotAskedAgainAndAgain() {
            register(hag, "thirdwitch");
            question(crone);
            FrozenElement again = register(hag, "hecate");
            assertThat(Meeting.condition(again)).isEqualTo("resource-constraint");
            assertThat(Meeting.errorType(again)).isEqualTo("wait");
            assertThat(meeting.heard(crone)).isEmpty();
        }

        @Test
        void textThatIsTooLongIsNotPassedOn() {
            FrozenElement answer =
                    set(
                            hag,
                            Meeting.submit(
                                    RegistrationForms.TYPE,
                                    Map.of(
                                            RegistrationForms.NICK,
                                            "thirdwitch",
                                            "muc#register_faqentry",
                                            "x".repeat(2_001))));
            assertThat(Meeting.condition(answer)).isEqualTo("not-acceptable");
        }
    }

    @Test
    void nobodyGetsVoiceInAModeratedRoomByRegistering() {
        meeting.open(crone, "firstwitch", Map.of("moderatedroom", "1"));
        meeting.enter(hag, "thirdwitch");
        register(hag, "thirdwitch");
        assertThat(stored("hag")).isNull();
    }

    @Test
    void nobodyGetsPastAPasswordByRegistering() {
        meeting.open(
                crone,
                "firstwitch",
                Map.of("passwordprotectedroom", "1", "roomsecret", "cauldron"));
        register(hag, "thirdwitch");
        assertThat(stored("hag")).isNull();
        meeting.enter(hag, "thirdwitch", "<password>cauldron</password>");
        register(hag, "thirdwitch");
        assertThat(stored("hag")).isNotNull();
    }

    @Test
    void roomDoesNotGrowWithoutEnd() {
        try (Meeting small = new Meeting(Map.of("HERMOD_LIMITS__ROOM_OCCUPANTS", "2"))) {
            small.open(small.person("crone"), "firstwitch", Map.of());
            String content =
                    Meeting.submit(RegistrationForms.TYPE, Map.of(RegistrationForms.NICK, "%s"));
            String query = QUERY.formatted(content);
            small.ask(small.person("hag"), "set", query.replace("%s", "a"));
            FrozenElement answer =
                    small.ask(small.person("sister"), "set", query.replace("%s", "b"));
            assertThat(Meeting.condition(answer)).isEqualTo("resource-constraint");
        }
    }
}
