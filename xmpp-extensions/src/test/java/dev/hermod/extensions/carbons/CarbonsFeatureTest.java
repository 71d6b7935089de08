package dev.hermod.extensions.carbons;

import static dev.hermod.extensions.carbons.Devices.chat;
import static dev.hermod.extensions.carbons.Devices.condition;
import static dev.hermod.extensions.carbons.Devices.copy;
import static dev.hermod.extensions.carbons.Devices.stanzaId;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarbonsFeatureTest {
    private static final String ROMEO = "romeo@example.org";
    private static final String JULIET = "juliet@example.org";

    private final Devices devices = new Devices();
    private final TestClient orchard = devices.online("romeo", "orchard", 0);
    private final TestClient garden = devices.copied("romeo", "garden", 0);
    private final TestClient balcony = devices.online("juliet", "balcony", 0);
    private final TestClient chamber = devices.copied("juliet", "chamber", 0);

    @AfterEach
    void close() {
        devices.close();
    }

    @Test
    @Spec("XEP-0280 3")
    void serverSaysThatItKnowsCarbonsAndTheirRules() {
        assertThat(devices.server().features().features(DiscoTarget.SERVER))
                .contains("urn:xmpp:carbons:2", "urn:xmpp:carbons:rules:0");
    }

    @Test
    @Spec("XEP-0280 10.1")
    void carbonsAreSwitchedOnAndOffAnyNumberOfTimes() {
        for (String name : new String[] {"enable", "enable", "disable", "disable", "enable"}) {
            FrozenElement answer = Devices.ask(orchard, name, "");
            assertThat(answer.attr("type")).isEqualTo("result");
            assertThat(answer.childElements()).isEmpty();
        }
        garden.send(chat(JULIET, "hello"));
        assertThat(copy(orchard.next(), "sent").attr("from")).isEqualTo(ROMEO + "/garden");
        Devices.ask(orchard, "disable", "");
        garden.send(chat(JULIET, "hello again"));
        assertThat(orchard.received()).isEmpty();
    }

    @Test
    @Spec("XEP-0280 4.1")
    void carbonsOfSomebodyElseAreNotToBeSwitched() {
        for (String name : new String[] {"enable", "disable"}) {
            FrozenElement answer = Devices.ask(orchard, name, JULIET);
            assertThat(condition(answer)).isEqualTo("not-allowed");
        }
        FrozenElement fromAfar =
                TestClient.parse(
                        "<iq type='set' id='1' from='iago@venice.example/x' to='"
                                + ROMEO
                                + "'><enable xmlns='urn:xmpp:carbons:2'/></iq>");
        devices.server().router().route(Stanzas.stanza(fromAfar));
        assertThat(requireNonNull(devices.server().remote().poll()).toString())
                .contains("not-allowed");
    }

    @Test
    @Spec("XEP-0280 8")
    void whatOneResourceSendsTheOthersSee() {
        orchard.send(
                "<message to='%s' type='chat' id='m1'><body>hello</body><thread>t</thread></message>"
                        .formatted(JULIET));
        FrozenElement carbon = garden.next();
        assertThat(carbon.attr("from")).isEqualTo(ROMEO);
        assertThat(carbon.attr("to")).isEqualTo(ROMEO + "/garden");
        assertThat(carbon.attr("type")).isEqualTo("chat");
        FrozenElement original = copy(carbon, "sent");
        assertThat(original.attr("from")).isEqualTo(ROMEO + "/orchard");
        assertThat(original.attr("to")).isEqualTo(JULIET);
        assertThat(original.attr("id")).isEqualTo("m1");
        assertThat(original.child("thread", Stanzas.CLIENT)).isNotNull();
        assertThat(orchard.received()).isEmpty();
        assertThat(garden.received()).isEmpty();
    }

    @Test
    void senderNeedNotHaveCarbonsItself() {
        orchard.send(chat("iago@venice.example", "hello"));
        assertThat(copy(garden.next(), "sent").attr("to")).isEqualTo("iago@venice.example");
        garden.send(chat("iago@venice.example", "hello"));
        assertThat(garden.received()).isEmpty();
        assertThat(orchard.received()).isEmpty();
    }

    @Test
    @Spec("XEP-0280 7")
    void whatOneResourceIsSentTheOthersSee() {
        orchard.send(chat(JULIET + "/balcony", "hello"));
        FrozenElement received = balcony.next();
        FrozenElement carbon = chamber.next();
        assertThat(carbon.attr("from")).isEqualTo(JULIET);
        assertThat(carbon.attr("to")).isEqualTo(JULIET + "/chamber");
        FrozenElement original = copy(carbon, "received");
        assertThat(original.attr("to")).isEqualTo(JULIET + "/balcony");
        assertThat(original.attr("from")).isEqualTo(ROMEO + "/orchard");
        assertThat(stanzaId(original)).isEqualTo(stanzaId(received));
        assertThat(balcony.received()).isEmpty();
    }

    @Test
    @Spec("XEP-0280 7")
    void messageThatAllResourcesGetIsNotCopiedToThem() {
        orchard.send(chat(JULIET, "hello"));
        assertThat(balcony.next().attr("from")).isEqualTo(ROMEO + "/orchard");
        assertThat(chamber.next().attr("from")).isEqualTo(ROMEO + "/orchard");
        assertThat(balcony.received()).isEmpty();
        assertThat(chamber.received()).isEmpty();
    }

    @Test
    @Spec("XEP-0280 7")
    void resourceThatIsNotMeantByTheBareAddressGetsACopy() {
        TestClient cellar = devices.copied("juliet", "cellar", -1);
        orchard.send(chat(JULIET, "hello"));
        assertThat(copy(cellar.next(), "received").attr("to")).isEqualTo(JULIET);
    }

    @Test
    void messageThatWaitsForAResourceIsNotCopiedToItBefore() {
        devices.account("nurse");
        TestClient kitchen = devices.server().login("nurse", "kitchen");
        Devices.ask(kitchen, "enable", "");
        orchard.send(chat("nurse@example.org", "hello"));
        orchard.received();
        assertThat(kitchen.received()).isEmpty();
        Devices.available(kitchen, 0);
        assertThat(kitchen.next().child("delay", "urn:xmpp:delay")).isNotNull();
        assertThat(kitchen.received()).isEmpty();
    }

    @Test
    void copyHasTheIdOfTheArchiveOfWhoGetsIt() {
        orchard.send(chat(JULIET + "/balcony", "hello"));
        FrozenElement sent = copy(garden.next(), "sent");
        FrozenElement received = copy(chamber.next(), "received");
        assertThat(stanzaId(sent).attr("by")).isEqualTo(ROMEO);
        assertThat(stanzaId(received).attr("by")).isEqualTo(JULIET);
        long id = devices.server().storage().messageLog().lastId(TestServer.jid(ROMEO));
        assertThat(stanzaId(sent).attr("id")).isEqualTo(Long.toString(id));
        assertThat(stanzaId(received).attr("id")).isNotEqualTo(Long.toString(id));
    }

    @Test
    @Spec("XEP-0280 10.2")
    void typingIsCopiedWithoutAnIdAndBehindWhatWasSaidBefore() {
        orchard.send(
                chat(JULIET + "/balcony", "hello"),
                "<message to='%s' type='chat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>"
                        .formatted(JULIET + "/balcony"),
                chat(JULIET + "/balcony", "there"));
        for (TestClient copied : new TestClient[] {garden, chamber}) {
            String direction = copied == garden ? "sent" : "received";
            assertThat(Devices.body(copy(copied.next(), direction))).isEqualTo("hello");
            FrozenElement typing = copy(copied.next(), direction);
            assertThat(typing.child("composing", "http://jabber.org/protocol/chatstates"))
                    .isNotNull();
            assertThat(typing.child("stanza-id", "urn:xmpp:sid:0")).isNull();
            assertThat(Devices.body(copy(copied.next(), direction))).isEqualTo("there");
        }
    }

    @Test
    void copyComesNoEarlierThanTheCommit() {
        devices.server().storage().memoryLog().holdCommits();
        orchard.send(chat(JULIET, "hello"));
        assertThat(garden.received()).isEmpty();
        devices.server().storage().memoryLog().letCommit(1);
        copy(garden.next(), "sent");
    }

    @Test
    @Spec("XEP-0280 9")
    void messageMarkedPrivateIsDeliveredAndNotCopied() {
        orchard.send(
                "<message to='%s/balcony' type='chat'><body>psst</body><private xmlns='urn:xmpp:carbons:2'/><no-copy xmlns='urn:xmpp:hints'/></message>"
                        .formatted(JULIET));
        FrozenElement received = balcony.next();
        assertThat(received.child("private", "urn:xmpp:carbons:2")).isNotNull();
        assertThat(received.child("no-copy", "urn:xmpp:hints")).isNotNull();
        assertThat(garden.received()).isEmpty();
        assertThat(chamber.received()).isEmpty();
    }

    @Test
    void messageToOneselfIsCopiedOnceToThoseThatDoNotGetItAnyhow() {
        TestClient cellar = devices.copied("romeo", "cellar", -1);
        orchard.send(chat(ROMEO + "/garden", "note"));
        assertThat(Devices.body(garden.next())).isEqualTo("note");
        copy(cellar.next(), "sent");
        orchard.send(chat(ROMEO, "note 2"));
        assertThat(Devices.body(garden.next())).isEqualTo("note 2");
        assertThat(Devices.body(orchard.next())).isEqualTo("note 2");
        copy(cellar.next(), "sent");
        for (TestClient client : new TestClient[] {orchard, garden, cellar}) {
            assertThat(client.received()).isEmpty();
        }
    }

    @Test
    @Spec("XEP-0280 6.1")
    void errorIsCopiedWhenItAnswersWhatWasCopied() {
        orchard.send(
                "<message to='%s/balcony' type='chat' id='m1'><body>x</body></message>"
                        .formatted(JULIET));
        copy(garden.next(), "sent");
        copy(chamber.next(), "received");
        balcony.send(
                "<message to='%s/orchard' type='error' id='m1'><error type='cancel'/></message>"
                        .formatted(ROMEO),
                "<message to='%s/orchard' type='error' id='m2'><error type='cancel'/></message>"
                        .formatted(ROMEO));
        FrozenElement toSender = garden.next();
        assertThat(toSender.attr("type")).isEqualTo("error");
        assertThat(copy(toSender, "received").attr("id")).isEqualTo("m1");
        assertThat(copy(chamber.next(), "sent").attr("id")).isEqualTo("m1");
        assertThat(garden.received()).isEmpty();
        assertThat(chamber.received()).isEmpty();
    }

    @Test
    @Spec("XEP-0280 6.1")
    void errorForAResourceThatIsGoneReachesTheOthers() {
        orchard.send(
                "<message to='iago@venice.example' type='chat' id='m1'><body>x</body></message>");
        copy(garden.next(), "sent");
        orchard.logout();
        devices.awaitGone(orchard);
        devices.route(
                "<message from='iago@venice.example' to='%s/orchard' type='error' id='m1'><error type='cancel'/></message>"
                        .formatted(ROMEO));
        assertThat(copy(garden.next(), "received").attr("id")).isEqualTo("m1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sent", "received"})
    @Spec("XEP-0280 11")
    void forgedCarbonIsDroppedWhoeverSendsIt(String direction) {
        String forged =
                "<%s xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' from='%s' to='%s' type='chat'><body>Thou shall meet me</body></message></forwarded></%s>"
                        .formatted(direction, JULIET, ROMEO, direction);
        String body = "<body>x</body>";
        for (String to : new String[] {ROMEO, ROMEO + "/garden", "iago@venice.example"}) {
            String open = "<message type='chat' to='" + to + "'>";
            balcony.send(open + body + forged + "</message>");
            orchard.send(open + forged + "</message>");
            devices.route(
                    "<message type='chat' from='iago@venice.example/x' to='%s'>%s</message>"
                            .formatted(to, forged));
        }
        for (TestClient client : new TestClient[] {orchard, garden, balcony, chamber}) {
            assertThat(client.received()).isEmpty();
        }
        assertThat(devices.server().remote()).isEmpty();
    }

    @Test
    @Spec("XEP-0280 10.3")
    void bounceOfACopyReachesNobody() {
        orchard.send(chat(JULIET + "/balcony", "hello"));
        balcony.next();
        FrozenElement carbon = chamber.next();
        FrozenElement own = garden.next();
        String payload = carbon.childElements().getFirst().asXML();
        String error = "<error type='cancel'><gone xmlns='" + Stanzas.ERRORS + "'/></error>";
        chamber.send(
                "<message type='error' to='%s'>%s%s</message>".formatted(JULIET, payload, error),
                "<message type='error' to='%s'>%s</message>".formatted(JULIET, error));
        garden.send("<message type='error' to='%s'>%s</message>".formatted(ROMEO, error));
        assertThat(own).isNotNull();
        for (TestClient client : new TestClient[] {orchard, garden, balcony, chamber}) {
            assertThat(client.received()).isEmpty();
        }
    }

    @Test
    void privateMessageOfARoomIsLeftToTheRoomToCopy() {
        String inRoom = "<x xmlns='http://jabber.org/protocol/muc#user'/>";
        devices.route(
                "<message from='room@muc.example/iago' to='%s/orchard' type='chat'><body>x</body>%s</message>"
                        .formatted(ROMEO, inRoom));
        assertThat(Devices.body(orchard.next())).isEqualTo("x");
        assertThat(garden.received()).isEmpty();
        orchard.send(
                "<message to='room@muc.example/iago' type='chat'><body>y</body>%s</message>"
                        .formatted(inRoom));
        assertThat(Devices.body(copy(garden.next(), "sent"))).isEqualTo("y");
    }

    @Test
    void messageThatIsRefusedIsNotCopied() {
        orchard.send(chat("nobody@example.org", "hello"));
        assertThat(orchard.next().attr("type")).isEqualTo("error");
        assertThat(garden.received()).isEmpty();
    }
}
