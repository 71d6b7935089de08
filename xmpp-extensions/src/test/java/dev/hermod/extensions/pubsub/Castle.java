package dev.hermod.extensions.pubsub;

import static java.util.Objects.requireNonNull;

import dev.hermod.presence.PresenceFeature;
import dev.hermod.roster.RosterFeature;
import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A server with a publish-subscribe service, somebody who owns a node there, and others.
final class Castle implements AutoCloseable {
    static final String SERVICE = "pubsub.example.org";
    static final String PUBSUB = PubSub.NAMESPACE;
    static final String OWNER = PubSub.OWNER;
    static final String EVENT = PubSub.EVENT;
    static final String NODE = "princely_musings";

    final TestServer server;
    final TestClient hamlet;
    final TestClient francisco;

    Castle() {
        this(Map.of());
    }

    Castle(Map<String, String> settings) {
        RosterFeature rosters = new RosterFeature();
        server =
                TestServer.with(
                        settings,
                        Clock.systemUTC(),
                        rosters,
                        new PresenceFeature(rosters),
                        new PubSubFeature());
        hamlet = server.login("hamlet", "elsinore");
        francisco = server.login("francisco", "barracks");
        hamlet.send("<presence/>");
        francisco.send("<presence/>");
    }

    TestClient login(String localpart) {
        TestClient client = server.login(localpart, "r");
        client.send("<presence/>");
        return client;
    }

    static FrozenElement ask(TestClient by, String type, String namespace, String content) {
        return by.ask(
                "<iq type='%s' id='q' to='%s'><pubsub xmlns='%s'>%s</pubsub></iq>"
                        .formatted(type, SERVICE, namespace, content));
    }

    static FrozenElement set(TestClient by, String content) {
        return ask(by, "set", PUBSUB, content);
    }

    static FrozenElement get(TestClient by, String content) {
        return ask(by, "get", PUBSUB, content);
    }

    static FrozenElement ownerSet(TestClient by, String content) {
        return ask(by, "set", OWNER, content);
    }

    static FrozenElement ownerGet(TestClient by, String content) {
        return ask(by, "get", OWNER, content);
    }

    static String form(String type, String... fields) {
        StringBuilder form =
                new StringBuilder(
                        "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
                                + PUBSUB
                                + type
                                + "</value></field>");
        for (int i = 0; i < fields.length; i += 2) {
            form.append("<field var='pubsub#")
                    .append(fields[i])
                    .append("'><value>")
                    .append(fields[i + 1])
                    .append("</value></field>");
        }
        return form + "</x>";
    }

    /// Hamlet makes the node.
    void create(String... config) {
        createNode(NODE, config);
    }

    void createNode(String node, String... config) {
        ok(
                set(
                        hamlet,
                        "<create node='%s'/><configure>%s</configure>"
                                .formatted(node, form("#node_config", config))));
    }

    void configure(String... config) {
        ok(
                ownerSet(
                        hamlet,
                        "<configure node='%s'>%s</configure>"
                                .formatted(NODE, form("#node_config", config))));
    }

    static FrozenElement publish(TestClient by, String... ids) {
        String items =
                List.of(ids).stream()
                        .map(id ->
                                "<item id='"
                                        + id
                                        + "'><entry xmlns='urn:e'>"
                                        + id
                                        + "</entry></item>")
                        .collect(Collectors.joining());
        return set(by, "<publish node='%s'>%s</publish>".formatted(NODE, items));
    }

    void affiliate(TestClient who, String affiliation) {
        ok(
                ownerSet(
                        hamlet,
                        "<affiliations node='%s'><affiliation jid='%s' affiliation='%s'/></affiliations>"
                                .formatted(NODE, who.address().toBareJID(), affiliation)));
    }

    static FrozenElement subscribe(TestClient who) {
        return set(
                who, "<subscribe node='%s' jid='%s'/>".formatted(NODE, who.address().toBareJID()));
    }

    static FrozenElement items(TestClient who, String more) {
        return get(who, "<items node='%s' %s/>".formatted(NODE, more));
    }

    static List<String> ids(FrozenElement answer) {
        FrozenElement pubsub = requireNonNull(answer.child("pubsub", PUBSUB), answer::asXML);
        return requireNonNull(pubsub.child("items", PUBSUB), answer::asXML).childElements().stream()
                .map(item -> String.valueOf(item.attr("id")))
                .toList();
    }

    static FrozenElement ok(FrozenElement answer) {
        if (!"result".equals(answer.attr("type"))) {
            throw new AssertionError(answer.asXML());
        }
        return answer;
    }

    /// `conflict`, or `bad-request jid-required`, with `unsupported:feature` in full.
    static String error(FrozenElement answer) {
        FrozenElement error = requireNonNull(answer.child("error", Stanzas.CLIENT), answer::asXML);
        return error.childElements().stream()
                .filter(child -> !child.localName().equals("text"))
                .map(child ->
                        child.attr("feature") == null
                                ? child.localName()
                                : child.localName() + ":" + child.attr("feature"))
                .collect(Collectors.joining(" "));
    }

    /// What the next event that a client gets is about.
    static FrozenElement event(TestClient client) {
        FrozenElement message = client.next(stanza -> stanza.child("event", EVENT) != null);
        return requireNonNull(message.child("event", EVENT)).childElements().getFirst();
    }

    static List<FrozenElement> messages(TestClient client) {
        return client.received().stream()
                .filter(stanza -> stanza.localName().equals("message"))
                .toList();
    }

    @Override
    public void close() {
        server.close();
    }
}
