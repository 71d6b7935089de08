package dev.hermod.extensions.caps;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.extensions.disco.DiscoFeature;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.StreamContext;
import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CapsFeatureTest {
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String EXODUS =
            "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:exodus' ver='"
                    + Examples.EXODUS_VER
                    + "'/>";

    private final CapsFeature caps = new CapsFeature();
    private final TestServer server = TestServer.with(new DiscoFeature(), caps);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void serverTellsItsCapabilitiesAfterAuthenticationOnly() {
        assertThat(offered(false)).isEmpty();
        FrozenElement c = offered(true).iterator().next();
        assertThat(c.attr("hash")).isEqualTo("sha-1");
        assertThat(c.attr("node")).isEqualTo(OwnCaps.NODE);
    }

    @Test
    void serverAnswersForItsTagWithWhatTheTagWasMadeOf() {
        FrozenElement c = offered(true).iterator().next();
        String node = c.attr("node") + "#" + c.attr("ver");
        FrozenElement query =
                requireNonNull(
                        server.login("romeo", "orchard")
                                .ask(
                                        "<iq type='get' id='d' to='example.org'><query xmlns='"
                                                + INFO
                                                + "' node='"
                                                + node
                                                + "'/></iq>")
                                .child("query", INFO));
        assertThat(query.attr("node")).isEqualTo(node);
        CapsTag tag = new CapsTag("sha-1", OwnCaps.NODE, requireNonNull(c.attr("ver")));
        assertThat(CapsVerification.verify(tag, CapsInfoPayload.read(query)))
                .isInstanceOf(Finding.Proven.class);
        assertThat(server.features().features(DiscoTarget.SERVER)).contains(CapsTag.NAMESPACE);
    }

    @Test
    void clientIsAskedForItsTag() {
        TestClient romeo = available("romeo", EXODUS);
        FrozenElement question = romeo.next();
        assertThat(question.attr("from")).isEqualTo("example.org");
        assertThat(question.attr("to")).isEqualTo("romeo@example.org/orchard");
        assertThat(requireNonNull(question.child("query", INFO)).attr("node"))
                .isEqualTo("urn:exodus#" + Examples.EXODUS_VER);
        answer(romeo, question, Examples.EXODUS);
        awaitFeature(romeo, "http://jabber.org/protocol/muc");
    }

    @Test
    void secondClientOfTheKindIsNotAsked() {
        TestClient romeo = available("romeo", EXODUS);
        FrozenElement question = romeo.next();
        TestClient juliet = available("juliet", EXODUS);
        answer(romeo, question, Examples.EXODUS);
        awaitFeature(juliet, "http://jabber.org/protocol/muc");
        assertThat(juliet.received()).isEmpty();
        TestClient nurse = available("nurse", EXODUS);
        assertThat(caps.features(nurse.session())).contains("http://jabber.org/protocol/muc");
        assertThat(nurse.received()).isEmpty();
    }

    @Test
    void poisonedAnswerIsWorthNothingAndTheNextIsAsked() {
        TestClient mallory = available("mallory", EXODUS);
        FrozenElement question = mallory.next();
        TestClient juliet = available("juliet", EXODUS);
        answer(mallory, question, Examples.EXODUS.replace("protocol/muc", "protocol/evil"));
        answer(juliet, juliet.next(), Examples.EXODUS);
        awaitFeature(juliet, "http://jabber.org/protocol/muc");
        assertThat(caps.features(juliet.session()))
                .doesNotContain("http://jabber.org/protocol/evil");
    }

    @Test
    void errorLetsTheNextBeAsked() {
        TestClient romeo = available("romeo", EXODUS);
        FrozenElement question = romeo.next();
        TestClient juliet = available("juliet", EXODUS);
        romeo.send("<iq type='error' to='example.org' id='" + question.attr("id") + "'/>");
        assertThat(juliet.next().child("query", INFO)).isNotNull();
        assertThat(caps.features(romeo.session())).isEmpty();
    }

    @Test
    void legacyAndMissingTagsAreNotAskedFor() {
        TestClient romeo =
                available(
                        "romeo",
                        "<c xmlns='http://jabber.org/protocol/caps' node='urn:old' ver='0.9'/>");
        TestClient juliet = available("juliet", "");
        assertThat(romeo.received()).isEmpty();
        assertThat(juliet.received()).isEmpty();
        assertThat(caps.features(romeo.session())).isEmpty();
    }

    @Test
    void unknownHashFunctionIsAskedOfEveryOne() {
        String tag =
                "<c xmlns='http://jabber.org/protocol/caps' hash='sha3-512' node='urn:new' ver='x'/>";
        TestClient romeo = available("romeo", tag);
        answer(romeo, romeo.next(), Examples.EXODUS);
        awaitFeature(romeo, "http://jabber.org/protocol/muc");
        TestClient juliet = available("juliet", tag);
        assertThat(juliet.next().child("query", INFO)).isNotNull();
        assertThat(caps.features(juliet.session())).isEmpty();
    }

    @Test
    void presenceWithoutTagKeepsWhatIsKnownAndUnavailableForgets() {
        TestClient romeo = available("romeo", EXODUS);
        answer(romeo, romeo.next(), Examples.EXODUS);
        awaitFeature(romeo, "http://jabber.org/protocol/muc");
        romeo.session().presence(Stanzas.presence(TestClient.parse("<presence/>")));
        assertThat(caps.features(romeo.session())).isNotEmpty();
        romeo.session().presence(null);
        assertThat(caps.features(romeo.session())).isEmpty();
    }

    @Test
    void featuresThatBecomeKnownAreToldOnce() {
        CopyOnWriteArrayList<Set<String>> told = new CopyOnWriteArrayList<>();
        caps.onFeatures((_, features, before) -> {
            told.add(before);
            told.add(features);
        });
        TestClient romeo = available("romeo", EXODUS);
        answer(romeo, romeo.next(), Examples.EXODUS);
        await().until(() -> told.size() == 2);
        assertThat(told.getFirst()).isEmpty();
        assertThat(told.getLast()).contains("http://jabber.org/protocol/muc");
    }

    private TestClient available(String localpart, String tag) {
        TestClient client = server.login(localpart, "orchard");
        client.session()
                .presence(Stanzas.presence(TestClient.parse("<presence>" + tag + "</presence>")));
        return client;
    }

    private static void answer(TestClient client, FrozenElement question, String query) {
        client.send(
                "<iq type='result' to='example.org' id='"
                        + question.attr("id")
                        + "'>"
                        + query
                        + "</iq>");
    }

    private void awaitFeature(TestClient client, String feature) {
        await().until(() -> caps.features(client.session()).contains(feature));
    }

    private Set<FrozenElement> offered(boolean authenticated) {
        StreamContext stream =
                new StreamContext(
                        "example.org", true, true, authenticated, InetAddress.getLoopbackAddress());
        return Set.copyOf(
                server.features().streamFeatures().stream()
                        .flatMap(feature -> feature.offer(stream).stream())
                        .toList());
    }
}
