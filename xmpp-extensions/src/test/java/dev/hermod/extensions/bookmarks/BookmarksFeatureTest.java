package dev.hermod.extensions.bookmarks;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.extensions.caps.CapsFeature;
import dev.hermod.extensions.disco.DiscoFeature;
import dev.hermod.extensions.pep.PepFeature;
import dev.hermod.extensions.privatexml.PrivateXml;
import dev.hermod.extensions.privatexml.PrivateXmlFeature;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BookmarksFeatureTest {
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    private static final String NODE = "urn:xmpp:bookmarks:1";
    private static final String LEGACY = "storage:bookmarks";
    private static final String PLAY = "theplay@conference.shakespeare.lit";
    private static final String ORCHARD = "orchard@conference.shakespeare.lit";

    private final CapsFeature caps = new CapsFeature();
    private final PepFeature pep = new PepFeature(caps);
    private final PrivateXmlFeature privateXml = new PrivateXmlFeature();
    private final TestServer server =
            TestServer.with(
                    Map.of(),
                    Clock.systemUTC(),
                    new DiscoFeature(),
                    caps,
                    privateXml,
                    pep,
                    new BookmarksFeature(pep, privateXml));
    private final TestClient juliet = server.login("juliet", "balcony");

    @AfterEach
    void close() {
        server.close();
    }

    private static String conference(String attributes, String content) {
        return "<conference xmlns='" + NODE + "' " + attributes + ">" + content + "</conference>";
    }

    private static String old(String jid, String attributes, String content) {
        return "<conference jid='" + jid + "' " + attributes + ">" + content + "</conference>";
    }

    private void publish(String node, String id, String payload) {
        FrozenElement answer =
                juliet.ask(
                        "<iq type='set' id='p'><pubsub xmlns='%s'><publish node='%s'><item id='%s'>%s</item></publish></pubsub></iq>"
                                .formatted(PUBSUB, node, id, payload));
        assertThat(answer.attr("type")).as(answer.asXML()).isEqualTo("result");
    }

    private List<FrozenElement> items(String node) {
        FrozenElement answer =
                juliet.ask(
                        "<iq type='get' id='g'><pubsub xmlns='%s'><items node='%s'/></pubsub></iq>"
                                .formatted(PUBSUB, node));
        FrozenElement pubsub = answer.child("pubsub", PUBSUB);
        return pubsub == null || "error".equals(answer.attr("type"))
                ? List.of()
                : requireNonNull(pubsub.child("items", PUBSUB)).childElements();
    }

    private FrozenElement room(String address) {
        return requireNonNull(rooms().get(address));
    }

    private Map<String, FrozenElement> rooms() {
        Map<String, FrozenElement> rooms = new java.util.TreeMap<>();
        items(NODE)
                .forEach(item ->
                        rooms.put(
                                String.valueOf(item.attr("id")), item.childElements().getFirst()));
        return rooms;
    }

    private FrozenElement storage() {
        FrozenElement answer =
                juliet.ask(
                        "<iq type='get' id='x'><query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'/></query></iq>");
        return requireNonNull(answer.child("query", "jabber:iq:private"), answer::asXML)
                .childElements()
                .getFirst();
    }

    private FrozenElement setStorage(String content) {
        return juliet.ask(
                "<iq type='set' id='y'><query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'>%s</storage></query></iq>"
                        .formatted(content));
    }

    private static List<String> jids(FrozenElement storage) {
        return storage.children("conference", LEGACY).stream()
                .map(one -> String.valueOf(one.attr("jid")))
                .sorted()
                .toList();
    }

    @Test
    @Spec("XEP-0402 5")
    void conversionIsAdvertised() {
        assertThat(server.features().features(DiscoTarget.ACCOUNT))
                .contains(
                        NODE + "#compat", NODE + "#compat-pep", "urn:xmpp:bookmarks-conversion:0");
    }

    @Test
    @Spec("XEP-0402 4.3.1")
    void itemsAreShownAsAnOldListInPrivateXmlAndInItsNode() {
        publish(NODE, PLAY, conference("name='The Play' autojoin='1'", "<nick>JC</nick>"));
        publish(NODE, ORCHARD, conference("", "<password>x</password>"));
        for (FrozenElement list :
                List.of(storage(), items(LEGACY).getFirst().childElements().getFirst())) {
            assertThat(jids(list)).containsExactly(ORCHARD, PLAY);
            FrozenElement play =
                    list.children("conference", LEGACY).stream()
                            .filter(one -> PLAY.equals(one.attr("jid")))
                            .findFirst()
                            .orElseThrow();
            assertThat(play.attr("name")).isEqualTo("The Play");
            assertThat(play.attr("autojoin")).isEqualTo("true");
            assertThat(requireNonNull(play.child("nick", LEGACY)).text()).isEqualTo("JC");
        }
    }

    @Test
    @Spec("XEP-0402 4.3.1")
    void retractedItemLeavesTheOldLists() {
        publish(NODE, PLAY, conference("", ""));
        publish(NODE, ORCHARD, conference("", ""));
        juliet.ask(
                "<iq type='set' id='r'><pubsub xmlns='%s'><retract node='%s' notify='true'><item id='%s'/></retract></pubsub></iq>"
                        .formatted(PUBSUB, NODE, PLAY));
        assertThat(jids(storage())).containsExactly(ORCHARD);
        assertThat(jids(items(LEGACY).getFirst().childElements().getFirst()))
                .containsExactly(ORCHARD);
    }

    @Test
    @Spec("XEP-0402 4.3.2")
    void oldListInPrivateXmlBecomesItems() {
        FrozenElement done =
                setStorage(
                        old(PLAY, "name='The Play' autojoin='true'", "<nick>JC</nick>")
                                + old(ORCHARD, "autojoin='0'", "")
                                + old("not a jid@", "", "")
                                + "<url name='a' url='http://a.example/'/>");
        assertThat(done.attr("type")).isEqualTo("result");
        assertThat(rooms()).containsOnlyKeys(PLAY, ORCHARD);
        assertThat(room(PLAY).attr("autojoin")).isEqualTo("true");
        assertThat(requireNonNull(room(PLAY).child("nick", NODE)).text()).isEqualTo("JC");
        assertThat(jids(storage())).containsExactly(ORCHARD, PLAY);
        assertThat(storage().child("url", LEGACY)).isNotNull();
        assertThat(jids(items(LEGACY).getFirst().childElements().getFirst()))
                .containsExactly(ORCHARD, PLAY);
        setStorage(old(ORCHARD, "", ""));
        assertThat(rooms()).containsOnlyKeys(ORCHARD);
        assertThat(storage().child("url", LEGACY)).isNull();
    }

    @Test
    @Spec("XEP-0402 4.3.2")
    void oldListInItsNodeBecomesItems() {
        publish(
                LEGACY,
                "current",
                "<storage xmlns='storage:bookmarks'>"
                        + old(PLAY, "autojoin='true'", "")
                        + old(ORCHARD, "", "")
                        + "</storage>");
        assertThat(rooms()).containsOnlyKeys(PLAY, ORCHARD);
        assertThat(jids(storage())).containsExactly(ORCHARD, PLAY);
        publish(
                LEGACY,
                "current",
                "<storage xmlns='storage:bookmarks'>" + old(PLAY, "name='P'", "") + "</storage>");
        assertThat(rooms()).containsOnlyKeys(PLAY);
        assertThat(room(PLAY).attr("name")).isEqualTo("P");
        assertThat(room(PLAY).attr("autojoin")).isNull();
    }

    @Test
    @Spec("XEP-0402 2")
    void whatAnOldListCannotSayStaysAndWhatDoesNotChangeIsNotPublished() {
        String state =
                "<extensions><state xmlns='http://myclient.example/bookmark/state' minimized='true'/></extensions>";
        publish(NODE, PLAY, conference("autojoin='1'", "<nick>JC</nick>" + state));
        publish(NODE, ORCHARD, conference("name='O'", state));
        FrozenElement play = room(PLAY);
        setStorage(
                old(PLAY, "autojoin='true'", "<nick>JC</nick>")
                        + old(ORCHARD, "name='Orchard'", ""));
        assertThat(room(PLAY)).isEqualTo(play);
        assertThat(play.attr("autojoin")).isEqualTo("1");
        assertThat(room(ORCHARD).attr("name")).isEqualTo("Orchard");
        assertThat(room(ORCHARD).asXML()).contains("minimized='true'");
    }

    @Test
    void listFromBeforeIsShownUntilItIsSet() {
        server.storage()
                .port(PrivateXml.class)
                .store(
                        TestServer.jid("juliet@example.org"),
                        List.of(
                                new PrivateXml.Entry(
                                        LEGACY,
                                        "storage",
                                        "<query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'>"
                                                + old(ORCHARD, "", "")
                                                + "</storage></query>")),
                        new PrivateXml.Bounds(10, 10_000));
        publish(NODE, PLAY, conference("", ""));
        assertThat(jids(storage())).containsExactly(ORCHARD, PLAY);
        setStorage("");
        assertThat(jids(storage())).isEmpty();
        assertThat(rooms()).isEmpty();
    }

    @Test
    void otherPrivateXmlIsAsItWas() {
        juliet.ask(
                "<iq type='set' id='o'><query xmlns='jabber:iq:private'><a xmlns='urn:x'>1</a></query></iq>");
        assertThat(
                        juliet.ask(
                                        "<iq type='get' id='o2'><query xmlns='jabber:iq:private'><a xmlns='urn:x'/></query></iq>")
                                .asXML())
                .contains("<a xmlns='urn:x'>1</a>");
    }
}
