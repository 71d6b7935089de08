package dev.hermod.extensions.pep;

import static dev.hermod.extensions.pep.Household.OWNER;
import static dev.hermod.extensions.pep.Household.TUNE;
import static dev.hermod.extensions.pep.Household.event;
import static dev.hermod.extensions.pep.Household.events;
import static dev.hermod.extensions.pep.Household.publish;
import static dev.hermod.extensions.pep.Household.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.Spec;
import dev.hermod.testing.TestClient;
import dev.hermod.xml.FrozenElement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Last items of nodes of accounts, and who is sent them when.
class LastItemsTest {
    private static final int FRIENDS = 30;

    private final Household house = new Household();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    @Spec("XEP-0163 4.3.4")
    void lastItemsOfAllContactsCostOneQuestion() {
        for (int i = 0; i < FRIENDS; i++) {
            house.friends("romeo", "friend" + i);
            TestClient friend = house.online("friend" + i, "r");
            published(friend, "of " + i);
            friend.logout();
        }
        await().until(() -> house.server.sessions().count() == 0);
        int before = house.questions();

        TestClient romeo = house.online("romeo", "orchard", TUNE);
        await().until(() -> events(romeo).size() == FRIENDS);

        assertThat(house.questions() - before).isOne();
    }

    @Test
    @Spec("XEP-0163 4.3.4")
    void whoAsksForItOnceMoreIsSentTheLastItemOnceMore() {
        house.friends("juliet", "romeo");
        TestClient juliet = house.online("juliet", "balcony");
        published(juliet, "here");
        TestClient romeo = house.online("romeo", "orchard", TUNE);
        event(romeo);
        house.come(romeo);
        await().until(() -> !house.caps.features(romeo.session()).contains(TUNE + "+notify"));

        house.come(romeo, TUNE);

        event(romeo);
    }

    private void configured(TestClient by, String access, String... groups) {
        StringBuilder form =
                new StringBuilder(
                        "<iq type='set' id='c'><pubsub xmlns='%s'><configure node='%s'><x xmlns='jabber:x:data' type='submit'><field var='pubsub#access_model'><value>%s</value></field><field var='pubsub#roster_groups_allowed'>"
                                .formatted(OWNER, TUNE, access));
        for (String group : groups) {
            form.append("<value>").append(group).append("</value>");
        }
        FrozenElement answer = by.ask(form + "</field></x></configure></pubsub></iq>");
        assertThat(answer.attr("type")).isEqualTo("result");
    }

    @Test
    @Spec("XEP-0060 12.2")
    void whoGainsAccessByTheAccessModelIsSentTheLastItem() {
        house.friends("juliet", "romeo");
        TestClient juliet = house.online("juliet", "balcony", TUNE);
        TestClient romeo = house.online("romeo", "orchard", TUNE);
        TestClient other = house.online("romeo", "street", "urn:other");
        published(juliet, "first");
        event(romeo);
        event(juliet);
        configured(juliet, "whitelist");
        published(juliet, "hidden");
        event(juliet);
        assertThat(events(romeo)).isEmpty();

        configured(juliet, "presence");

        assertThat(event(romeo).asXML()).contains("hidden", "urn:xmpp:delay");
        assertThat(events(juliet)).isEmpty();
        assertThat(events(other)).isEmpty();
        configured(juliet, "open");
        assertThat(events(romeo)).isEmpty();
    }

    @Test
    @Spec("XEP-0060 12.2")
    void whoGainsAccessByAnAffiliationIsSentTheLastItem() {
        house.friends("juliet", "romeo");
        TestClient juliet = house.online("juliet", "balcony");
        TestClient romeo = house.online("romeo", "orchard", TUNE);
        published(juliet, "first");
        event(romeo);
        configured(juliet, "whitelist");

        FrozenElement answer =
                juliet.ask(
                        "<iq type='set' id='a'><pubsub xmlns='%s'><affiliations node='%s'><affiliation jid='romeo@example.org' affiliation='member'/></affiliations></pubsub></iq>"
                                .formatted(OWNER, TUNE));

        assertThat(answer.attr("type")).isEqualTo("result");
        assertThat(event(romeo).asXML()).contains("first");
    }

    @Test
    @Spec("XEP-0060 12.2")
    void whoComesIntoAGroupOfTheRosterIsSentTheLastItem() {
        house.friends("juliet", "romeo", "Servants");
        TestClient juliet = house.online("juliet", "balcony");
        TestClient romeo = house.online("romeo", "orchard", TUNE, "urn:other");
        published(juliet, "first");
        event(romeo);
        juliet.ask(publish("urn:other", "a", "<x xmlns='urn:x'/>", ""));
        event(romeo);
        configured(juliet, "roster", "Friends");
        assertThat(events(romeo)).isEmpty();

        juliet.ask(
                "<iq type='set' id='r'><query xmlns='jabber:iq:roster'><item jid='romeo@example.org'><group>Friends</group></item></query></iq>");

        assertThat(event(romeo).asXML()).contains("first");
        juliet.ask(
                "<iq type='set' id='r'><query xmlns='jabber:iq:roster'><item jid='romeo@example.org' name='R'><group>Friends</group></item></query></iq>");
        published(juliet, "second");
        assertThat(event(romeo).asXML()).contains("second");
    }

    @Test
    @Spec("XEP-0163 4.3.4, XEP-0060 12.2")
    void whoIsShownPresenceFromNowOnIsSentTheLastItem() {
        house.server.account("romeo");
        TestClient juliet = house.online("juliet", "balcony");
        TestClient romeo = house.online("romeo", "orchard", TUNE);
        published(juliet, "first");
        romeo.send("<presence type='subscribe' to='juliet@example.org'/>");
        juliet.next(one -> "subscribe".equals(one.attr("type")));
        assertThat(events(romeo)).isEmpty();

        juliet.send("<presence type='subscribed' to='romeo@example.org'/>");

        assertThat(event(romeo).asXML()).contains("first");
        assertThat(events(romeo)).isEmpty();
    }
}
