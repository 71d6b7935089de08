package dev.hermod.extensions.pep;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import dev.hermod.extensions.blocking.BlockingFeature;
import dev.hermod.extensions.caps.CapsFeature;
import dev.hermod.extensions.commands.CommandsFeature;
import dev.hermod.extensions.disco.DiscoFeature;
import dev.hermod.extensions.pubsub.MemoryPubSubStorage;
import dev.hermod.extensions.pubsub.PubSubStorage;
import dev.hermod.presence.PresenceFeature;
import dev.hermod.roster.RosterFeature;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.Subscription;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// A server whose accounts are publish-subscribe services, and clients that are interested in
/// nodes.
final class Household implements AutoCloseable {
    static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    static final String OWNER = PUBSUB + "#owner";
    static final String EVENT = PUBSUB + "#event";
    static final String ERRORS = PUBSUB + "#errors";
    static final String TUNE = "http://jabber.org/protocol/tune";
    static final JID JULIET = TestServer.jid("juliet@example.org");

    final CapsFeature caps = new CapsFeature();
    final PepFeature pep = new PepFeature(caps);
    final TestServer server;

    Household() {
        RosterFeature rosters = new RosterFeature();
        server =
                TestServer.with(
                        rosters,
                        new PresenceFeature(rosters),
                        new DiscoFeature(),
                        caps,
                        new BlockingFeature(),
                        new CommandsFeature(),
                        pep);
    }

    /// Puts somebody into somebody's roster, with the subscription both have.
    void contact(String owner, String contact, Subscription subscription, String... groups) {
        JID of = server.account(owner);
        JID other = TestServer.jid(contact);
        server.storage()
                .rosters()
                .update(
                        of,
                        other,
                        1_000,
                        _ ->
                                new RosterItem(
                                        other,
                                        null,
                                        Set.of(groups),
                                        subscription,
                                        true,
                                        false,
                                        false,
                                        null));
    }

    /// Friends who see each other.
    void friends(String one, String other, String... groups) {
        server.account(other);
        contact(one, other + "@example.org", Subscription.BOTH, groups);
        contact(other, one + "@example.org", Subscription.BOTH);
    }

    /// A client that is available and has said what it is interested in.
    TestClient online(String localpart, String resource, String... nodes) {
        TestClient client = server.login(localpart, resource);
        come(client, nodes);
        return client;
    }

    void come(TestClient client, String... nodes) {
        String ver = UUID.randomUUID().toString();
        client.send(
                "<presence><c xmlns='http://jabber.org/protocol/caps' hash='made-up' node='n' ver='"
                        + ver
                        + "'/></presence>");
        FrozenElement question =
                client.next(stanza ->
                        stanza.getName().equals("iq") && "get".equals(stanza.attr("type")));
        client.send(
                "<iq type='result' to='"
                        + question.attr("from")
                        + "' id='"
                        + question.attr("id")
                        + "'>"
                        + requireNonNull(
                                        question.child(
                                                "query", "http://jabber.org/protocol/disco#info"))
                                .withChild(feature("x"))
                                .asXML()
                                .replace("<feature var='x'/>", features(nodes))
                        + "</iq>");
        await().until(() -> caps.features(client.session()).containsAll(wanted(nodes)));
    }

    private static FrozenElement feature(String name) {
        return FrozenElement.named("feature", "http://jabber.org/protocol/disco#info")
                .attribute("var", name)
                .build();
    }

    private static List<String> wanted(String... nodes) {
        return Arrays.stream(nodes).map(node -> node + "+notify").toList();
    }

    private static String features(String... nodes) {
        return "<identity category='client' type='pc'/><feature var='urn:some'/>"
                + wanted(nodes).stream()
                        .map(feature -> "<feature var='" + feature + "'/>")
                        .collect(Collectors.joining());
    }

    static String publish(String node, String id, String payload, String options) {
        return "<iq type='set' id='p'><pubsub xmlns='%s'><publish node='%s'><item id='%s'>%s</item></publish>%s</pubsub></iq>"
                .formatted(PUBSUB, node, id, payload, options);
    }

    static String options(String... fields) {
        StringBuilder form =
                new StringBuilder(
                        "<publish-options><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
                                + PUBSUB
                                + "#publish-options</value></field>");
        for (int i = 0; i < fields.length; i += 2) {
            form.append("<field var='pubsub#")
                    .append(fields[i])
                    .append("'><value>")
                    .append(fields[i + 1])
                    .append("</value></field>");
        }
        return form + "</x></publish-options>";
    }

    static String tune(String title) {
        return "<tune xmlns='" + TUNE + "'><title>" + title + "</title></tune>";
    }

    static void published(TestClient by, String title) {
        FrozenElement answer = by.ask(publish(TUNE, "current", tune(title), ""));
        if (!"result".equals(answer.attr("type"))) {
            throw new AssertionError(answer.toString());
        }
    }

    /// The answer to a request for the items of a node.
    static FrozenElement items(TestClient client, @Nullable String of, String node) {
        String to = of == null ? "" : " to='" + of + "'";
        return client.ask(
                "<iq type='get' id='i'%s><pubsub xmlns='%s'><items node='%s'/></pubsub></iq>"
                        .formatted(to, PUBSUB, node));
    }

    static List<String> ids(FrozenElement answer) {
        FrozenElement pubsub = requireNonNull(answer.child("pubsub", PUBSUB), answer::toString);
        return requireNonNull(pubsub.child("items", PUBSUB)).childElements().stream()
                .map(item -> String.valueOf(item.attr("id")))
                .toList();
    }

    /// The next event that a client gets.
    static FrozenElement event(TestClient client) {
        return client.next(stanza -> stanza.child("event", EVENT) != null);
    }

    /// Events that a client has got by now.
    static List<FrozenElement> events(TestClient client) {
        return client.received().stream()
                .filter(stanza -> stanza.child("event", EVENT) != null)
                .toList();
    }

    /// `not-authorized presence-subscription-required` and the like.
    static String error(FrozenElement answer) {
        FrozenElement error = requireNonNull(answer.child("error", Stanzas.CLIENT), answer::asXML);
        return error.childElements().stream()
                .map(FrozenElement::localName)
                .filter(name -> !name.equals("text"))
                .collect(Collectors.joining(" "));
    }

    /// How often storage was asked for nodes and last items.
    int questions() {
        return ((MemoryPubSubStorage) server.storage().port(PubSubStorage.class)).questions();
    }

    @Override
    public void close() {
        server.close();
    }
}
