package dev.hermod.extensions.pep;

import static dev.hermod.extensions.pep.Household.TUNE;
import static dev.hermod.extensions.pep.Household.events;
import static dev.hermod.extensions.pep.Household.published;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.Spec;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.Subscription;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.Utf8Buffer;
import dev.hermod.xml.WrittenContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/// Five hundred contacts, a tenth of them on another server; every other one is interested.
class FanOutTest {
    private static final int LOCAL = 450;
    private static final int REMOTE = 50;
    private static final String DISCO = "http://jabber.org/protocol/disco#info";

    private final Household house = new Household();

    @AfterEach
    void close() {
        house.close();
    }

    private TestClient contact(int i) {
        house.friends("juliet", "friend" + i);
        return i % 2 == 0
                ? house.online("friend" + i, "r", TUNE)
                : house.online("friend" + i, "r", "urn:other");
    }

    private static JID remote(int i) {
        return TestServer.jid("friend%d@montague.example/r".formatted(i));
    }

    /// Clients of two kinds; each kind is asked once what it supports.
    private void remotesCome() {
        for (int i = 0; i < REMOTE; i++) {
            String kind = i % 2 == 0 ? "tune" : "other";
            house.server
                    .router()
                    .route(
                            Stanzas.presence(
                                    TestClient.parse(
                                            "<presence from='%s' to='juliet@example.org'><c xmlns='http://jabber.org/protocol/caps' hash='made-up' node='n' ver='%s'/></presence>"
                                                    .formatted(remote(i), kind))));
        }
        Set<String> answered = new HashSet<>();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> {
                    List.copyOf(house.server.remote()).stream()
                            .filter(IQ.class::isInstance)
                            .map(IQ.class::cast)
                            .filter(question -> answered.add(question.getID()))
                            .forEach(this::answer);
                    return answered.size() >= 2;
                });
    }

    private void answer(IQ question) {
        FrozenElement query =
                requireNonNull(Stanzas.element(question).child("query", DISCO), question::toXML);
        String node = String.valueOf(query.attr("node"));
        String feature = node.endsWith("tune") ? TUNE : "urn:other";
        house.server
                .router()
                .route(
                        Stanzas.result(
                                question,
                                requireNonNull(
                                        TestClient.parse(
                                                        "<iq>%s</iq>"
                                                                .formatted(
                                                                        "<query xmlns='%s' node='%s'><identity category='client' type='pc'/><feature var='%s+notify'/></query>"
                                                                                .formatted(
                                                                                        DISCO, node,
                                                                                        feature)))
                                                .child("query", DISCO))));
    }

    private List<JID> toldElsewhere() {
        return house.server.remote().stream()
                .filter(Message.class::isInstance)
                .map(message -> message.getTo())
                .toList();
    }

    private static List<JID> interestedElsewhere() {
        return IntStream.range(0, REMOTE)
                .filter(i -> i % 2 == 0)
                .mapToObj(FanOutTest::remote)
                .toList();
    }

    @Test
    @Spec("XEP-0060 9.2, XEP-0163 4.3.2")
    void everyContactIsToldWhatItAskedForAndItIsWrittenOnce() {
        List<TestClient> contacts = IntStream.range(0, LOCAL).mapToObj(this::contact).toList();
        TestClient stranger = house.online("paris", "street", TUNE);
        for (int i = 0; i < REMOTE; i++) {
            house.contact("juliet", remote(i).toBareJID(), Subscription.BOTH);
        }
        TestClient juliet = house.online("juliet", "balcony");
        remotesCome();
        published(juliet, "first");
        await().until(() -> toldElsewhere().size() >= REMOTE / 2);
        house.server.remote().clear();
        contacts.forEach(Household::events);

        published(juliet, "second");

        await().until(() -> toldElsewhere().size() >= REMOTE / 2);
        assertThat(toldElsewhere()).containsExactlyInAnyOrderElementsOf(interestedElsewhere());
        List<FrozenElement> told = new ArrayList<>();
        for (int i = 0; i < LOCAL; i++) {
            List<FrozenElement> heard = events(contacts.get(i));
            assertThat(heard).hasSize(i % 2 == 0 ? 1 : 0);
            told.addAll(heard);
        }
        assertThat(events(stranger)).isEmpty();
        assertThat(told)
                .hasSize(LOCAL / 2)
                .allSatisfy(one -> assertThat(one.asXML()).contains("second"));
        assertThat(copied(told)).isEqualTo(LOCAL / 2 - 2);
    }

    /// How many of these an event loop writes by copying what it has written before: that of the
    /// first two is made, the second time to be kept.
    private static long copied(List<FrozenElement> told) {
        WrittenContent written = new WrittenContent();
        for (FrozenElement one : told) {
            ElementWriter.write(one, Stanzas.CLIENT, null, new Utf8Buffer(), written);
        }
        return written.copied();
    }
}
