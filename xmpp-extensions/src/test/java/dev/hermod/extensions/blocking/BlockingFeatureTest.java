package dev.hermod.extensions.blocking;

import static dev.hermod.extensions.blocking.Household.block;
import static dev.hermod.extensions.blocking.Household.chat;
import static dev.hermod.extensions.blocking.Household.condition;
import static dev.hermod.extensions.blocking.Household.items;
import static dev.hermod.extensions.blocking.Household.lines;
import static dev.hermod.extensions.blocking.Household.list;
import static dev.hermod.extensions.blocking.Household.unblock;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.Subscription;
import dev.hermod.testing.TestClient;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockingFeatureTest {
    private static final String ROMEO = "romeo@example.org";
    private static final String JULIET = "juliet@example.org";

    private final Household house = new Household(Map.of("HERMOD_LIMITS__BLOCKED_ADDRESSES", "3"));

    @AfterEach
    void close() {
        house.close();
    }

    private static void assertBlocked(FrozenElement answer) {
        assertThat(condition(answer)).isEqualTo("not-acceptable");
        FrozenElement error = requireNonNull(answer.child("error", Stanzas.CLIENT));
        assertThat(error.attr("type")).isEqualTo("cancel");
        assertThat(error.child("blocked", "urn:xmpp:blocking:errors")).isNotNull();
    }

    @Test
    @Spec("XEP-0191 3.1")
    void serverSaysThatItBlocks() {
        assertThat(house.server().features().features(DiscoTarget.SERVER))
                .contains("urn:xmpp:blocking");
    }

    @Test
    @Spec("XEP-0191 3.2")
    void listHasAnItemForEachBlockedAddress() {
        TestClient juliet = house.online("juliet", "balcony");
        assertThat(list(juliet)).isEmpty();
        assertThat(block(juliet, ROMEO, "Example.NET").attr("type")).isEqualTo("result");
        assertThat(list(juliet)).containsExactlyInAnyOrder(ROMEO, "example.net");
    }

    @Test
    @Spec("XEP-0191 3.3")
    void resourcesThatAskedForTheListHearOfChanges() {
        TestClient balcony = house.online("juliet", "balcony");
        TestClient chamber = house.online("juliet", "chamber");
        TestClient deaf = house.online("juliet", "garden");
        balcony.received();
        chamber.received();
        list(balcony);
        list(chamber);
        block(balcony, ROMEO);
        for (TestClient told : List.of(balcony, chamber)) {
            FrozenElement push = told.next();
            assertThat(push.attr("type")).isEqualTo("set");
            assertThat(push.attr("to")).isEqualTo(told.address().toString());
            assertThat(items(requireNonNull(push.child("block", "urn:xmpp:blocking"))))
                    .containsExactly(ROMEO);
        }
        unblock(balcony);
        FrozenElement push = chamber.next();
        assertThat(requireNonNull(push.child("unblock", "urn:xmpp:blocking")).childElements())
                .isEmpty();
        assertThat(deaf.received()).isEmpty();
    }

    @ParameterizedTest
    @Spec("XEP-0191 3.3")
    @CsvSource(
            delimiter = '|',
            value = {
                "<block xmlns='urn:xmpp:blocking'/>                            | bad-request",
                "<block xmlns='urn:xmpp:blocking'><item/></block>              | bad-request",
                "<block xmlns='urn:xmpp:blocking'><item jid='@x'/></block>     | jid-malformed",
                "<unblock xmlns='urn:xmpp:blocking'><item/></unblock>          | bad-request",
                "<unblock xmlns='urn:xmpp:blocking'><other xmlns='x'/></unblock> | bad-request",
            })
    void commandThatNamesNobodyIsRefused(String command, String expected) {
        TestClient juliet = house.online("juliet", "balcony");
        block(juliet, ROMEO);
        FrozenElement answer = juliet.ask("<iq type='set' id='x'>" + command + "</iq>");
        assertThat(condition(answer)).isEqualTo(expected);
        assertThat(list(juliet)).containsExactly(ROMEO);
    }

    @Test
    @Spec("XEP-0377 6")
    void reportInsideAnItemDoesNotKeepItFromBlocking() {
        TestClient juliet = house.online("juliet", "balcony");
        FrozenElement answer =
                juliet.ask(
                        "<iq type='set' id='x'><block xmlns='urn:xmpp:blocking'><item jid='"
                                + ROMEO
                                + "'><report xmlns='urn:xmpp:reporting:1'"
                                + " reason='urn:xmpp:reporting:spam'><text>x</text></report>"
                                + "</item></block></iq>");
        assertThat(answer.attr("type")).isEqualTo("result");
        assertThat(list(juliet)).containsExactly(ROMEO);
    }

    @Test
    void listHasABound() {
        TestClient juliet = house.online("juliet", "balcony");
        block(juliet, "a@x.org", "b@x.org");
        assertThat(condition(block(juliet, "c@x.org", "d@x.org"))).isEqualTo("not-allowed");
        assertThat(list(juliet)).containsExactlyInAnyOrder("a@x.org", "b@x.org");
        assertThat(block(juliet, "a@x.org", "c@x.org").attr("type")).isEqualTo("result");
    }

    @Test
    @Spec("XEP-0191 3.3")
    void messageFromTheBlockedIsAnsweredAsIfNobodyWereThere() {
        TestClient juliet = house.online("juliet", "balcony");
        TestClient romeo = house.online("romeo", "orchard");
        block(juliet, ROMEO);
        for (String to : List.of(JULIET, JULIET + "/balcony", JULIET + "/nowhere")) {
            romeo.send(chat(to, "hi"));
            assertThat(condition(romeo.next())).isEqualTo("service-unavailable");
        }
        assertThat(juliet.received()).isEmpty();
    }

    @ParameterizedTest
    @Spec("XEP-0191 3.3")
    @ValueSource(
            strings = {
                "<presence to='juliet@example.org/balcony'/>",
                "<presence to='juliet@example.org' type='probe'/>",
                "<presence to='juliet@example.org' type='subscribe'/>",
                "<presence to='juliet@example.org' type='unsubscribed'/>",
                "<message to='juliet@example.org/balcony' type='error'><body>x</body></message>",
                "<message to='juliet@example.org/balcony' type='groupchat'><body>x</body></message>",
                "<iq to='juliet@example.org/balcony' type='result' id='r'/>",
                "<iq to='juliet@example.org/balcony' type='error' id='r'/>"
            })
    void whatIsNotAnsweredIsSilentlyDropped(String stanza) {
        TestClient juliet = house.online("juliet", "balcony");
        TestClient romeo = house.online("romeo", "orchard");
        block(juliet, ROMEO);
        romeo.send(stanza);
        assertThat(lines(romeo)).isEmpty();
        assertThat(lines(juliet)).isEmpty();
    }

    @ParameterizedTest
    @Spec("XEP-0191 3.3")
    @ValueSource(strings = {JULIET, JULIET + "/balcony", JULIET + "/nowhere"})
    void requestOfTheBlockedIsRefused(String to) {
        TestClient juliet = house.online("juliet", "balcony");
        TestClient romeo = house.online("romeo", "orchard");
        block(juliet, ROMEO);
        FrozenElement answer =
                romeo.ask("<iq type='get' id='q' to='" + to + "'><x xmlns='urn:x'/></iq>");
        assertThat(condition(answer)).isEqualTo("service-unavailable");
        assertThat(juliet.received()).isEmpty();
    }

    @ParameterizedTest
    @Spec("XEP-0191 3.3")
    @ValueSource(
            strings = {
                "<message to='romeo@example.org' id='o'><body>x</body></message>",
                "<message to='romeo@example.org/orchard' id='o' type='groupchat'><body>x</body></message>",
                "<presence to='romeo@example.org' id='o'/>",
                "<presence to='romeo@example.org/orchard' id='o' type='unavailable'/>",
                "<presence to='romeo@example.org' id='o' type='subscribe'/>",
                "<presence to='romeo@example.org' id='o' type='probe'/>",
                "<iq to='romeo@example.org/orchard' id='o' type='get'><x xmlns='urn:x'/></iq>",
                "<iq to='romeo@example.org' id='o' type='set'><x xmlns='urn:x'/></iq>"
            })
    void nothingGoesOutToTheBlocked(String stanza) {
        TestClient juliet = house.online("juliet", "balcony");
        TestClient romeo = house.online("romeo", "orchard");
        block(juliet, ROMEO);
        juliet.send(stanza);
        FrozenElement answer = juliet.next();
        assertThat(answer.attr("id")).isEqualTo("o");
        assertBlocked(answer);
        assertThat(romeo.received()).isEmpty();
        assertThat(
                        house.server()
                                .storage()
                                .rosters()
                                .find(juliet.address().asBareJID(), romeo.address().asBareJID()))
                .isEmpty();
    }

    @Test
    @Spec("RFC 6120 8.3.1")
    void errorToTheBlockedIsDroppedWithoutAnswer() {
        TestClient juliet = house.online("juliet", "balcony");
        TestClient romeo = house.online("romeo", "orchard");
        block(juliet, ROMEO);
        juliet.send(
                "<message to='romeo@example.org/orchard' type='error'><body>x</body></message>",
                "<iq to='romeo@example.org/orchard' type='result' id='r'/>");
        assertThat(lines(juliet)).isEmpty();
        assertThat(lines(romeo)).isEmpty();
    }

    @Test
    @Spec("XEP-0191 3.3")
    void whoIsElsewhereIsBlockedInBothDirections() {
        TestClient juliet = house.online("juliet", "balcony");
        block(juliet, "example.net");
        juliet.send(chat("romeo@example.net", "one"));
        assertBlocked(juliet.next());
        assertThat(house.server().remote()).isEmpty();
        house.server()
                .router()
                .route(
                        Stanzas.message(
                                TestClient.parse(
                                        "<message from='romeo@example.net/x' to='juliet@example.org'"
                                                + " type='chat' id='m'><body>x</body></message>")));
        FrozenElement error = Stanzas.element(house.server().remote().remove());
        assertThat(condition(error)).isEqualTo("service-unavailable");
        assertThat(error.attr("to")).isEqualTo("romeo@example.net/x");
        assertThat(juliet.received()).isEmpty();
    }

    @Test
    @Spec("XEP-0191 4")
    void nobodyLocksThemselvesOut() {
        TestClient balcony = house.online("juliet", "balcony");
        TestClient chamber = house.online("juliet", "chamber");
        balcony.received();
        block(balcony, JULIET, "example.org");
        balcony.send(chat(JULIET + "/chamber", "hello"));
        assertThat(chamber.next().attr("type")).isEqualTo("chat");
        FrozenElement answer =
                balcony.ask("<iq type='get' id='p' to='example.org'><x xmlns='urn:x'/></iq>");
        assertThat(condition(answer)).isEqualTo("service-unavailable");
        house.server()
                .router()
                .route(
                        Stanzas.message(
                                TestClient.parse(
                                        "<message from='example.org' to='juliet@example.org/balcony'"
                                                + " type='headline'><body>x</body></message>")));
        assertThat(balcony.next().attr("type")).isEqualTo("headline");
        TestClient romeo = house.online("romeo", "orchard");
        romeo.send(chat(JULIET, "hi"));
        assertThat(condition(romeo.next())).isEqualTo("service-unavailable");
    }

    @Test
    void listOfSomebodyElseIsNobodysBusiness() {
        house.online("juliet", "balcony");
        TestClient romeo = house.online("romeo", "orchard");
        FrozenElement answer =
                romeo.ask(
                        "<iq type='get' id='l' to='juliet@example.org'>"
                                + "<blocklist xmlns='urn:xmpp:blocking'/></iq>");
        assertThat(condition(answer)).isEqualTo("service-unavailable");
    }

    @Test
    @Spec("XEP-0191 3.3")
    void requestForSubscriptionThatWaitsIsNotShownWhileItsSenderIsBlocked() {
        house.server().account("juliet");
        TestClient romeo = house.online("romeo", "orchard");
        romeo.send("<presence type='subscribe' to='juliet@example.org'/>");
        romeo.received();
        TestClient juliet = house.server().login("juliet", "balcony");
        block(juliet, ROMEO);
        juliet.send("<presence/>");
        assertThat(lines(juliet)).containsExactly("presence null juliet@example.org/balcony");
        assertThat(
                        house.server()
                                .storage()
                                .rosters()
                                .find(juliet.address().asBareJID(), romeo.address().asBareJID()))
                .isPresent();
    }

    @Test
    void contactsStaySubscribed() {
        house.friends("juliet", "romeo");
        TestClient juliet = house.online("juliet", "balcony");
        block(juliet, ROMEO);
        assertThat(
                        house.server()
                                .storage()
                                .rosters()
                                .find(
                                        juliet.address().asBareJID(),
                                        dev.hermod.testing.TestServer.jid(ROMEO))
                                .map(item -> item.subscription()))
                .contains(Subscription.BOTH);
    }
}
