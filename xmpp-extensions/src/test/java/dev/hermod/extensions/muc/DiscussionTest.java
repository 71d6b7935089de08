package dev.hermod.extensions.muc;

import static dev.hermod.extensions.muc.Conference.ROOM;
import static dev.hermod.extensions.muc.Conference.body;
import static dev.hermod.extensions.muc.Conference.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.testing.TestClient;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscussionTest {
    private final Conference conference = new Conference();
    private final TestClient hecate = conference.create("hecate", "first", "persistentroom", "1");
    private final TestClient wiccarocks = conference.login("wiccarocks");

    @AfterEach
    void stop() {
        conference.close();
    }

    private void everybodyIn() {
        conference.enter(wiccarocks, "second");
        hecate.received();
    }

    @Test
    @Spec("XEP-0045 7.4")
    void whatIsSaidIsReflectedToAllWithItsIdAndTheIdOfTheArchive() {
        everybodyIn();
        Conference.say(wiccarocks, "hysf1v37", "Harpier cries");
        FrozenElement own = wiccarocks.next();
        FrozenElement other = hecate.next();
        for (FrozenElement reflected : List.of(own, other)) {
            assertThat(reflected.attr("from")).isEqualTo(ROOM + "/second");
            assertThat(reflected.attr("type")).isEqualTo("groupchat");
            assertThat(reflected.attr("id")).isEqualTo("hysf1v37");
            assertThat(body(reflected)).isEqualTo("Harpier cries");
        }
        assertThat(stanzaId(own)).isEqualTo(stanzaId(other)).isNotEmpty();
        assertThat(occupantId(own)).isEqualTo(occupantId(other)).isNotEmpty();
    }

    private static String stanzaId(FrozenElement message) {
        List<FrozenElement> ids = message.children("stanza-id", "urn:xmpp:sid:0");
        assertThat(ids).hasSize(1);
        assertThat(ids.getFirst().attr("by")).isEqualTo(ROOM);
        return Objects.requireNonNull(ids.getFirst().attr("id"));
    }

    private static String occupantId(FrozenElement stanza) {
        List<FrozenElement> ids = stanza.children("occupant-id", "urn:xmpp:occupant-id:0");
        assertThat(ids).hasSize(1);
        return Objects.requireNonNull(ids.getFirst().attr("id"));
    }

    private static final String SAID =
            "<message to='%s' type='groupchat' id='m1'><body>Harpier cries</body><origin-id xmlns='urn:xmpp:sid:0' id='o1'/></message>"
                    .formatted(ROOM);

    private List<FrozenElement> comesBackAndSaysItOnceMore(String history) {
        everybodyIn();
        wiccarocks.send(SAID);
        wiccarocks.received();
        wiccarocks.send("<presence to='%s/second' type='unavailable'/>".formatted(ROOM));
        wiccarocks.received();
        wiccarocks.send(
                "<presence to='%s/second'><x xmlns='http://jabber.org/protocol/muc'><history %s/></x></presence>"
                        .formatted(ROOM, history));
        wiccarocks.send(SAID);
        Conference.say(hecate, "last", "'Tis time");
        return wiccarocks.received().stream()
                .filter(stanza -> "m1".equals(stanza.attr("id")))
                .toList();
    }

    @Test
    void messageThatIsSentOnceMoreIsReflectedToWhoHasNotHeardThatItIsKept() {
        List<FrozenElement> heard = comesBackAndSaysItOnceMore("maxstanzas='0'");
        assertThat(heard).hasSize(1);
        assertThat(heard.getFirst().child("delay", "urn:xmpp:delay")).isNull();
        assertThat(hecate.received()).filteredOn(one -> "m1".equals(one.attr("id"))).hasSize(1);
    }

    @Test
    void messageThatIsSentOnceMoreIsNotReflectedToWhoFoundItInTheHistory() {
        List<FrozenElement> heard = comesBackAndSaysItOnceMore("");
        assertThat(heard).hasSize(1);
        assertThat(heard.getFirst().child("delay", "urn:xmpp:delay")).isNotNull();
    }

    @Test
    @Spec("XEP-0359 6")
    void idsThatOnlyTheRoomGivesAreTakenOutOfWhatOccupantsSay() {
        everybodyIn();
        wiccarocks.send(
                "<message to='%s' type='groupchat'><body>x</body><stanza-id xmlns='urn:xmpp:sid:0' by='%s' id='1'/><stanza-id xmlns='urn:xmpp:sid:0' by='%s' id='2'/><occupant-id xmlns='urn:xmpp:occupant-id:0' id='forged'/><occupant-id xmlns='urn:xmpp:occupant-id:0' id='again'/><x xmlns='http://jabber.org/protocol/muc#user'><status code='307'/></x></message>"
                        .formatted(ROOM, ROOM, ROOM));
        FrozenElement reflected = hecate.next();
        assertThat(stanzaId(reflected)).isNotIn("1", "2");
        assertThat(occupantId(reflected)).isNotIn("forged", "again");
        assertThat(reflected.child("x", "http://jabber.org/protocol/muc#user")).isNull();
    }

    @Test
    @Spec("XEP-0045 7.4")
    void whoIsNotThereIsNotHeard() {
        Conference.say(wiccarocks, "1", "knock");
        assertThat(condition(wiccarocks.next())).isEqualTo("not-acceptable");
        assertThat(hecate.received()).isEmpty();
    }

    @Test
    @Spec("XEP-0045 7.4")
    void visitorsOfAModeratedRoomHaveNoVoice() {
        conference.configure(hecate, "moderatedroom", "1");
        everybodyIn();
        Conference.say(wiccarocks, "1", "please");
        assertThat(condition(wiccarocks.next())).isEqualTo("forbidden");
        assertThat(hecate.received()).isEmpty();
    }

    @Test
    void whatIsTypedComesBehindWhatWasSaidBefore() {
        everybodyIn();
        conference.server().storage().memoryLog().holdCommits();
        Conference.say(wiccarocks, "1", "said");
        wiccarocks.send(
                "<message to='%s' type='groupchat' id='2'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>"
                        .formatted(ROOM));
        conference.server().storage().memoryLog().letCommit(10);
        assertThat(hecate.next().attr("id")).isEqualTo("1");
        assertThat(hecate.next().attr("id")).isEqualTo("2");
    }

    @Test
    void whatCannotBeStoredIsRefusedAndNobodyHearsIt() {
        everybodyIn();
        conference.server().storage().memoryLog().failing(true);
        Conference.say(wiccarocks, "1", "lost");
        assertThat(condition(wiccarocks.next())).isEqualTo("resource-constraint");
        assertThat(hecate.received()).isEmpty();
    }

    @Test
    @Spec("XEP-0045 8.1")
    void subjectIsForModeratorsAndComesLastToWhoEntersLater() {
        everybodyIn();
        String subject =
                "<message to='%s' type='groupchat' id='s'><subject>Fire Burn</subject></message>"
                        .formatted(ROOM);
        wiccarocks.send(subject);
        assertThat(condition(wiccarocks.next())).isEqualTo("forbidden");
        hecate.send(subject);
        assertThat(wiccarocks.next().attr("from")).isEqualTo(ROOM + "/first");
        List<FrozenElement> entering = conference.enter(conference.login("hag66"), "third");
        FrozenElement last = entering.getLast();
        assertThat(Objects.requireNonNull(last.child("subject", "jabber:client")).text())
                .isEqualTo("Fire Burn");
        assertThat(last.child("delay", "urn:xmpp:delay")).isNotNull();
    }

    @Test
    @Spec("XEP-0045 7.2.13")
    void whoEntersIsToldTheLastMessagesWithTheirDelayAndNothingTwice() {
        Conference.say(hecate, "1", "one");
        Conference.say(hecate, "2", "two");
        hecate.received();
        List<FrozenElement> entering = conference.enter(wiccarocks, "second");
        assertThat(entering.stream().map(Conference::body).filter(body -> !body.isEmpty()))
                .containsExactly("one", "two");
        Conference.say(hecate, "3", "three");
        assertThat(body(wiccarocks.next())).isEqualTo("three");
    }

    @Test
    @Spec("XEP-0045 7.5")
    void privateMessageGoesToOneOccupantOnly() {
        everybodyIn();
        wiccarocks.send(
                "<message to='%s/first' type='chat' id='pm'><body>psst</body></message>"
                        .formatted(ROOM));
        FrozenElement message = hecate.next();
        assertThat(message.attr("from")).isEqualTo(ROOM + "/second");
        assertThat(message.attr("type")).isEqualTo("chat");
        assertThat(message.child("x", "http://jabber.org/protocol/muc#user")).isNotNull();
        wiccarocks.send(
                "<message to='%s/first' type='groupchat' id='pm'><body>psst</body></message>"
                        .formatted(ROOM));
        assertThat(condition(wiccarocks.next())).isEqualTo("bad-request");
        wiccarocks.send(
                "<message to='%s/nobody' type='chat' id='pm'><body>psst</body></message>"
                        .formatted(ROOM));
        assertThat(condition(wiccarocks.next())).isEqualTo("item-not-found");
    }

    @Test
    @Spec("XEP-0425 3")
    void moderatorTakesAMessageAwayAndTheArchiveKeepsThatThereWasOne() {
        everybodyIn();
        Conference.say(wiccarocks, "1", "spam");
        String id = stanzaId(wiccarocks.next());
        hecate.received();
        FrozenElement result =
                hecate.ask(
                        "<iq type='set' to='%s' id='m'><moderate xmlns='urn:xmpp:message-moderate:1' id='%s'><retract xmlns='urn:xmpp:message-retract:1'/><reason>no ads</reason></moderate></iq>"
                                .formatted(ROOM, id));
        assertThat(result.attr("type")).isEqualTo("result");
        FrozenElement told = wiccarocks.next();
        assertThat(told.attr("from")).isEqualTo(ROOM);
        assertThat(
                        Objects.requireNonNull(told.child("retract", "urn:xmpp:message-retract:1"))
                                .attr("id"))
                .isEqualTo(id);
        List<FrozenElement> entering = conference.enter(conference.login("hag66"), "third");
        assertThat(entering.stream().map(Conference::body)).doesNotContain("spam");
        assertThat(
                        entering.stream()
                                .filter(one ->
                                        one.child("retracted", "urn:xmpp:message-retract:1")
                                                != null))
                .hasSize(1);
    }

    @Test
    @Spec("XEP-0424 5")
    void authorTakesAMessageBackAndNobodyElseDoes() {
        everybodyIn();
        Conference.say(wiccarocks, "1", "oops");
        String id = stanzaId(wiccarocks.next());
        String retract =
                "<message to='%s' type='groupchat' id='%s'><retract xmlns='urn:xmpp:message-retract:1' id='%s'/></message>";
        hecate.send(retract.formatted(ROOM, "theirs", id));
        wiccarocks.next();
        assertThat(history()).contains("oops");
        wiccarocks.send(retract.formatted(ROOM, "own", id));
        wiccarocks.next();
        assertThat(history()).doesNotContain("oops");
    }

    private List<String> history() {
        TestClient reader = conference.login("reader");
        List<String> history =
                conference.enter(reader, "reader").stream().map(Conference::body).toList();
        reader.send("<presence type='unavailable' to='%s/reader'/>".formatted(ROOM));
        wiccarocks.next(one -> "unavailable".equals(one.attr("type")));
        return history;
    }
}
