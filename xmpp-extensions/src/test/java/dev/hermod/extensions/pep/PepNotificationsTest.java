package dev.hermod.extensions.pep;

import static dev.hermod.extensions.pep.Household.EVENT;
import static dev.hermod.extensions.pep.Household.PUBSUB;
import static dev.hermod.extensions.pep.Household.TUNE;
import static dev.hermod.extensions.pep.Household.event;
import static dev.hermod.extensions.pep.Household.events;
import static dev.hermod.extensions.pep.Household.options;
import static dev.hermod.extensions.pep.Household.publish;
import static dev.hermod.extensions.pep.Household.published;
import static dev.hermod.extensions.pep.Household.tune;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.Spec;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.Subscription;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

class PepNotificationsTest {
    private static final String ADDRESSES = "http://jabber.org/protocol/address";

    private final Household house = new Household();

    @AfterEach
    void close() {
        house.close();
    }

    private static FrozenElement item(FrozenElement message) {
        FrozenElement event = requireNonNull(message.child("event", EVENT), message::asXML);
        return requireNonNull(event.child("items", EVENT), message::asXML)
                .childElements()
                .getFirst();
    }

    private static String title(FrozenElement message) {
        FrozenElement tune = requireNonNull(item(message).child("tune", TUNE));
        return requireNonNull(tune.child("title", TUNE)).text();
    }

    @Test
    @Spec("XEP-0163 1.2")
    void friendsWhoAskedForItAreNotified() {
        house.friends("juliet", "romeo");
        TestClient juliet = house.online("juliet", "balcony");
        TestClient romeo = house.online("romeo", "orchard", TUNE);

        published(juliet, "Introduction");

        FrozenElement told = event(romeo);
        assertThat(told.attr("from")).isEqualTo("juliet@example.org");
        assertThat(told.attr("to")).isEqualTo("romeo@example.org/orchard");
        assertThat(told.attr("type")).isEqualTo("headline");
        assertThat(told.attr("id")).isNotEmpty();
        assertThat(title(told)).isEqualTo("Introduction");
        assertThat(item(told).attr("id")).isEqualTo("current");
        assertThat(item(told).attr("publisher")).isNull();
        assertThat(told.child("delay", "urn:xmpp:delay")).isNull();
    }

    @Test
    @Spec("XEP-0060 9.2")
    void whoDidNotAskHearsNothing() {
        house.friends("juliet", "romeo");
        house.friends("juliet", "nurse");
        TestClient juliet = house.online("juliet", "balcony");
        TestClient romeo = house.online("romeo", "orchard", "urn:other");
        TestClient silent = house.server.login("nurse", "chamber");
        silent.send("<presence/>");

        published(juliet, "Introduction");

        assertThat(events(romeo)).isEmpty();
        assertThat(events(silent)).isEmpty();
        assertThat(events(juliet)).isEmpty();
    }

    @Test
    @Spec("XEP-0163 4.3")
    void ownResourcesThatAskedAreNotifiedThePublishingOneToo() {
        TestClient balcony = house.online("juliet", "balcony", TUNE);
        TestClient chamber = house.online("juliet", "chamber", TUNE);
        TestClient other = house.online("juliet", "garden");

        published(balcony, "Introduction");

        assertThat(title(event(balcony))).isEqualTo("Introduction");
        assertThat(title(event(chamber))).isEqualTo("Introduction");
        assertThat(events(other)).isEmpty();
    }

    @Test
    @Spec("XEP-0163 4.3.1")
    void contactsLearnWhichResourceHasPublished() {
        house.friends("juliet", "romeo");
        TestClient juliet = house.online("juliet", "balcony");
        TestClient romeo = house.online("romeo", "orchard", TUNE);
        published(juliet, "Introduction");
        FrozenElement address =
                requireNonNull(event(romeo).child("addresses", ADDRESSES))
                        .childElements()
                        .getFirst();
        assertThat(address.attr("type")).isEqualTo("replyto");
        assertThat(address.attr("jid")).isEqualTo("juliet@example.org/balcony");
    }

    @Test
    @Spec("XEP-0163 4.3.1")
    void whoHasSubscribedWithoutPresenceDoesNotLearnTheResource() {
        TestClient juliet = house.online("juliet", "balcony");
        juliet.ask(publish(TUNE, "a", tune("old"), options("access_model", "open")));
        TestClient benvolio = house.server.login("benvolio", "square");
        benvolio.send("<presence/>");
        FrozenElement answer =
                benvolio.ask(
                        "<iq type='set' id='s' to='juliet@example.org'><pubsub xmlns='%s'><subscribe node='%s' jid='benvolio@example.org'/></pubsub></iq>"
                                .formatted(PUBSUB, TUNE));
        assertThat(answer.attr("type")).isEqualTo("result");
        assertThat(title(event(benvolio))).isEqualTo("old");

        published(juliet, "Introduction");

        FrozenElement told = event(benvolio);
        assertThat(told.attr("to")).isEqualTo("benvolio@example.org");
        assertThat(told.child("addresses", ADDRESSES)).isNull();
        assertThat(title(told)).isEqualTo("Introduction");
    }

    @Test
    @Spec("XEP-0163 4.1")
    void strangersHearNothingOfWhatIsForFriends() {
        TestClient juliet = house.online("juliet", "balcony");
        TestClient romeo = house.online("romeo", "orchard", TUNE);
        house.contact("juliet", "romeo@example.org", Subscription.TO);

        published(juliet, "Introduction");

        assertThat(events(romeo)).isEmpty();
    }

    @Test
    @Spec("XEP-0060 9.1.2")
    void onlyGroupsOfTheRosterThatMayHear() {
        house.friends("juliet", "romeo", "Friends");
        house.friends("juliet", "nurse", "Servants");
        TestClient juliet = house.online("juliet", "balcony", TUNE);
        TestClient romeo = house.online("romeo", "orchard", TUNE);
        TestClient nurse = house.online("nurse", "chamber", TUNE);

        juliet.ask(
                publish(
                        TUNE,
                        "a",
                        tune("x"),
                        options("access_model", "roster", "roster_groups_allowed", "Friends")));

        assertThat(title(event(romeo))).isEqualTo("x");
        assertThat(title(event(juliet))).isEqualTo("x");
        assertThat(events(nurse)).isEmpty();
    }

    @Test
    @Spec("XEP-0163 4.3.3")
    void blockedContactsHearNothing() {
        house.friends("juliet", "romeo");
        TestClient juliet = house.online("juliet", "balcony");
        TestClient romeo = house.online("romeo", "orchard", TUNE);
        juliet.ask(
                "<iq type='set' id='b'><block xmlns='urn:xmpp:blocking'><item jid='romeo@example.org'/></block></iq>");

        published(juliet, "Introduction");

        assertThat(events(romeo)).isEmpty();
    }

    @Test
    @Spec("XEP-0163 4.3.4")
    void lastItemComesWithPresenceAndOnce() {
        house.friends("juliet", "romeo");
        TestClient juliet = house.online("juliet", "balcony");
        published(juliet, "old");
        juliet.logout();

        TestClient romeo = house.online("romeo", "orchard", TUNE);
        FrozenElement told = event(romeo);
        assertThat(title(told)).isEqualTo("old");
        assertThat(told.child("delay", "urn:xmpp:delay")).isNotNull();
        assertThat(told.attr("to")).isEqualTo("romeo@example.org/orchard");

        romeo.send("<presence><show>away</show></presence>");
        assertThat(events(romeo)).isEmpty();
        romeo.send("<presence type='unavailable'/>");
        house.come(romeo, TUNE);
        assertThat(title(event(romeo))).isEqualTo("old");
    }

    @Test
    @Spec("XEP-0163 4.3.4")
    void ownLastItemsComeToOwnResources() {
        TestClient juliet = house.online("juliet", "balcony");
        published(juliet, "old");
        TestClient chamber = house.online("juliet", "chamber", TUNE);
        assertThat(title(event(chamber))).isEqualTo("old");
    }

    @Test
    @Spec("XEP-0163 4.3.4")
    void lastItemOfWhatSomebodyMayNotReadDoesNotCome() {
        house.friends("juliet", "romeo");
        TestClient juliet = house.online("juliet", "balcony");
        juliet.ask(
                publish(
                        TUNE,
                        "a",
                        tune("x"),
                        options(
                                "access_model",
                                "whitelist",
                                "send_last_published_item",
                                "on_sub_and_presence")));
        TestClient romeo = house.online("romeo", "orchard", TUNE);
        TestClient own = house.online("juliet", "chamber", TUNE);
        assertThat(title(event(own))).isEqualTo("x");
        assertThat(events(romeo)).isEmpty();
    }

    @Test
    @Spec("XEP-0060 7.1.2")
    void notificationsComeInTheOrderOfPublishing() {
        house.friends("juliet", "romeo");
        TestClient one = house.online("juliet", "balcony");
        TestClient other = house.online("juliet", "chamber");
        TestClient romeo = house.online("romeo", "orchard", TUNE);
        IntStream.range(0, 50)
                .forEach(i -> {
                    one.send(publish(TUNE, "current", tune("a" + i), "").replace("'p'", "'a'"));
                    other.send(publish(TUNE, "current", tune("b" + i), "").replace("'p'", "'b'"));
                });
        List<String> titles = IntStream.range(0, 100).mapToObj(_ -> title(event(romeo))).toList();
        assertThat(titles.stream().filter(title -> title.startsWith("a")).toList())
                .isEqualTo(IntStream.range(0, 50).mapToObj(i -> "a" + i).toList());
        FrozenElement stored =
                requireNonNull(Household.items(one, null, TUNE).child("pubsub", PUBSUB));
        assertThat(stored.asXML()).contains(">" + titles.getLast() + "<");
    }

    @Test
    @Spec("XEP-0060 7.2.2.1")
    void retractionsAndPurgesAndDeletionsAreTold() {
        house.friends("juliet", "romeo");
        TestClient juliet = house.online("juliet", "balcony");
        TestClient romeo = house.online("romeo", "orchard", TUNE);
        published(juliet, "x");
        event(romeo);
        juliet.ask(
                "<iq type='set' id='r'><pubsub xmlns='%s'><retract node='%s' notify='true'><item id='current'/></retract></pubsub></iq>"
                        .formatted(PUBSUB, TUNE));
        FrozenElement gone = item(event(romeo));
        assertThat(gone.localName()).isEqualTo("retract");
        assertThat(gone.attr("id")).isEqualTo("current");
        for (String action : List.of("purge", "delete")) {
            FrozenElement answer =
                    juliet.ask(
                            "<iq type='set' id='o'><pubsub xmlns='%s'><%s node='%s'/></pubsub></iq>"
                                    .formatted(Household.OWNER, action, TUNE));
            assertThat(answer.attr("type")).isEqualTo("result");
            FrozenElement told = requireNonNull(event(romeo).child("event", EVENT));
            assertThat(told.childElements().getFirst().localName()).isEqualTo(action);
            assertThat(told.childElements().getFirst().attr("node")).isEqualTo(TUNE);
        }
    }

    @Test
    @Spec("XEP-0163 4.3")
    void contactsOnOtherServersAreToldByTheirPresence() throws InterruptedException {
        house.contact("juliet", "romeo@montague.example", Subscription.BOTH);
        TestClient juliet = house.online("juliet", "balcony");
        published(juliet, "old");
        house.server
                .router()
                .route(
                        Stanzas.presence(
                                TestClient.parse(
                                        "<presence from='romeo@montague.example/orchard' to='juliet@example.org'><c xmlns='http://jabber.org/protocol/caps' hash='made-up' node='n' ver='romeo'/></presence>")));
        IQ question = (IQ) next(IQ.class);
        assertThat(question.getTo()).hasToString("romeo@montague.example/orchard");
        house.server
                .router()
                .route(
                        Stanzas.result(
                                question,
                                FrozenElement.named(
                                                "query", "http://jabber.org/protocol/disco#info")
                                        .attribute("node", "n#romeo")
                                        .child(
                                                TestClient.parse(
                                                                "<identity category='client' type='pc'/>")
                                                        .rescoped(
                                                                "jabber:client",
                                                                "http://jabber.org/protocol/disco#info"))
                                        .child(
                                                FrozenElement.named(
                                                                "feature",
                                                                "http://jabber.org/protocol/disco#info")
                                                        .attribute("var", TUNE + "+notify")
                                                        .build())
                                        .build()));

        FrozenElement last = Stanzas.element(next(Message.class));
        assertThat(title(last)).isEqualTo("old");
        assertThat(last.attr("to")).isEqualTo("romeo@montague.example/orchard");
        published(juliet, "new");
        assertThat(title(Stanzas.element(next(Message.class)))).isEqualTo("new");

        house.server
                .router()
                .route(
                        Stanzas.presence(
                                TestClient.parse(
                                        "<presence type='unavailable' from='romeo@montague.example/orchard' to='juliet@example.org'/>")));
        published(juliet, "unheard");
        assertThat(events(juliet)).isEmpty();
        assertThat(house.server.remote().stream().filter(Message.class::isInstance)).isEmpty();
    }

    private Packet next(Class<? extends Packet> kind) throws InterruptedException {
        await().until(() -> house.server.remote().stream().anyMatch(kind::isInstance));
        Packet packet = house.server.remote().take();
        while (!kind.isInstance(packet)) {
            packet = house.server.remote().take();
        }
        return packet;
    }

    @Test
    @Spec("XEP-0163 4.3.2")
    void manyContactsAreToldTheSameAndEachOnce() {
        TestClient juliet = house.online("juliet", "balcony");
        TestServer server = house.server;
        List<TestClient> contacts =
                IntStream.range(0, 60)
                        .mapToObj(i -> {
                            house.friends("juliet", "friend" + i);
                            return i % 2 == 0
                                    ? house.online("friend" + i, "r", TUNE)
                                    : house.online("friend" + i, "r");
                        })
                        .toList();
        assertThat(server.sessions().count()).isEqualTo(61);
        // Whom the roster got meanwhile is known when the account comes online again.
        juliet.logout();
        await().until(() -> server.sessions().account(Household.JULIET) == null);
        TestClient again = house.online("juliet", "balcony");
        published(again, "x");
        List<FrozenElement> told =
                IntStream.range(0, 30).mapToObj(i -> event(contacts.get(2 * i))).toList();
        assertThat(told).allSatisfy(one -> assertThat(title(one)).isEqualTo("x"));
        // What is said is one object for all of them.
        assertThat(told.stream().map(one -> System.identityHashCode(one.child("event", EVENT))))
                .allMatch(
                        Integer.valueOf(
                                        System.identityHashCode(
                                                told.getFirst().child("event", EVENT)))
                                ::equals);
        contacts.forEach(contact -> assertThat(events(contact)).isEmpty());
    }
}
