package dev.hermod.extensions.blocking;

import static dev.hermod.extensions.blocking.Household.block;
import static dev.hermod.extensions.blocking.Household.chat;
import static dev.hermod.extensions.blocking.Household.condition;
import static dev.hermod.extensions.blocking.Household.lines;
import static dev.hermod.extensions.blocking.Household.unblock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.Spec;
import dev.hermod.feature.Feature;
import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

class OfflineBlockingTest {
    private static final JID ROMEO = TestServer.jid("romeo@example.org");
    private static final JID JULIET = TestServer.jid("juliet@example.org");

    private final Household house = new Household(Map.of(), new Feature[0]);

    @AfterEach
    void close() {
        house.close();
    }

    private static List<String> ids(TestClient client) {
        return client.received().stream()
                .filter(one -> one.localName().equals("message"))
                .map(one -> String.valueOf(one.attr("id")))
                .toList();
    }

    @Test
    @Spec("XEP-0191 3.3")
    void blockRemainsInForceWhileTheAccountIsOffline() {
        house.server().account("juliet");
        house.lists().add(JULIET, Set.of(ROMEO), 10);
        TestClient romeo = house.online("romeo", "orchard");
        romeo.send(chat("juliet@example.org", "hi"));
        assertThat(condition(romeo.next())).isEqualTo("service-unavailable");
        TestClient juliet = house.server().login("juliet", "balcony");
        juliet.send("<presence/>");
        assertThat(ids(juliet)).isEmpty();
    }

    @Test
    void listIsLoadedOnceAndServesOnAndOffline() {
        house.server().account("juliet");
        TestClient romeo = house.online("romeo", "orchard");
        romeo.send(chat("juliet@example.org", "one"), chat("juliet@example.org", "two"));
        romeo.received();
        int loads = house.lists().loads();
        TestClient juliet = house.server().login("juliet", "balcony");
        block(juliet, "romeo@example.org");
        juliet.logout();
        await().until(() -> house.server().sessions().account(JULIET) == null);
        romeo.send(chat("juliet@example.org", "three"));
        assertThat(condition(romeo.next())).isEqualTo("service-unavailable");
        assertThat(house.lists().loads()).isEqualTo(loads);
    }

    @Test
    @Spec("RFC 6120 10.1")
    void messagesKeepTheirOrderWhileTheListIsLoaded() {
        house.server().account("juliet");
        TestClient romeo = house.online("romeo", "orchard");
        CountDownLatch gate = new CountDownLatch(1);
        house.lists().holdLoads(gate);
        romeo.send(
                chat("juliet@example.org", "one"),
                chat("juliet@example.org", "two"),
                chat("romeo@example.org", "self"),
                chat("juliet@example.org", "three"));
        assertThat(romeo.connection().elements()).isEmpty();
        gate.countDown();
        assertThat(ids(romeo)).containsExactly("self");
        TestClient juliet = house.server().login("juliet", "balcony");
        juliet.send("<presence/>");
        await().until(() -> juliet.connection().elements().size() >= 4);
        assertThat(ids(juliet)).containsExactly("one", "two", "three");
    }

    @Test
    @Spec("RFC 6120 10.1")
    void whatNoSessionSentKeepsItsOrderToo() {
        house.server().account("juliet");
        CountDownLatch gate = new CountDownLatch(1);
        house.lists().holdLoads(gate);
        List<String> sent = List.of("one", "two", "three", "four", "five");
        for (String id : sent) {
            house.server()
                    .router()
                    .route(
                            Stanzas.message(
                                    TestClient.parse(
                                            "<message from='friar@example.net' to='juliet@example.org'"
                                                    + " type='chat' id='"
                                                    + id
                                                    + "'><body>x</body></message>")));
        }
        gate.countDown();
        await().until(() -> house.server().storage().messageLog().lastId(JULIET) > 0);
        TestClient juliet = house.server().login("juliet", "balcony");
        juliet.send("<presence/>");
        await().until(() -> juliet.connection().elements().size() >= 6);
        assertThat(ids(juliet)).containsExactlyElementsOf(sent);
    }

    @Test
    @Spec("XEP-0191 3.3")
    void storedMessageOfTheBlockedWaitsUntilTheyAreUnblocked() {
        house.server().account("juliet");
        TestClient romeo = house.online("romeo", "orchard");
        romeo.send(chat("juliet@example.org", "early"));
        romeo.received();
        TestClient juliet = house.server().login("juliet", "balcony");
        block(juliet, "romeo@example.org");
        juliet.send("<presence/>");
        assertThat(lines(juliet)).noneMatch(line -> line.startsWith("message"));
        juliet.vanish();
        await().until(() -> house.server().sessions().account(JULIET) == null);
        TestClient again = house.server().login("juliet", "chamber");
        unblock(again);
        again.send("<presence/>");
        assertThat(again.next(one -> one.localName().equals("message")).attr("id"))
                .isEqualTo("early");
    }

    @Test
    void accountMadeAnewBlocksNobody() {
        TestClient juliet = house.server().login("juliet", "balcony");
        block(juliet, "romeo@example.org");
        juliet.logout();
        house.server().features().services().accountActions().remove(JULIET);
        house.lists().clear(JULIET);
        house.server().account("juliet");
        TestClient romeo = house.online("romeo", "orchard");
        romeo.send(chat("juliet@example.org", "hi"));
        assertThat(romeo.received()).isEmpty();
    }
}
