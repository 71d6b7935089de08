package dev.hermod.extensions.blocking;

import static java.util.Objects.requireNonNull;

import dev.hermod.feature.Feature;
import dev.hermod.presence.PresenceFeature;
import dev.hermod.roster.RosterFeature;
import dev.hermod.session.StoredMessagesFeature;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.Subscription;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// A test server with rosters, presence, stored messages and block lists.
final class Household implements AutoCloseable {
    private static final String ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";

    private final TestServer server;

    Household(Map<String, String> settings, Feature... more) {
        RosterFeature rosters = new RosterFeature();
        Feature[] all = new Feature[more.length + 4];
        all[0] = rosters;
        all[1] = new PresenceFeature(rosters);
        all[2] = new StoredMessagesFeature();
        all[3] = new BlockingFeature();
        System.arraycopy(more, 0, all, 4, more.length);
        server = TestServer.with(settings, Clock.systemUTC(), all);
    }

    TestServer server() {
        return server;
    }

    MemoryBlockLists lists() {
        return (MemoryBlockLists) server.storage().port(BlockLists.class);
    }

    /// An available resource; what it was sent until then is dropped.
    TestClient online(String localpart, String resource) {
        TestClient client = server.login(localpart, resource);
        client.send("<presence/>");
        client.received();
        return client;
    }

    /// Puts a contact into a roster.
    void has(String owner, String contact, Subscription subscription) {
        JID address = TestServer.jid(contact);
        RosterItem item =
                new RosterItem(address, null, Set.of(), subscription, true, false, false, null);
        server.account(owner);
        server.storage()
                .rosters()
                .update(TestServer.jid(owner + "@example.org"), address, 5_000, _ -> item);
    }

    /// Makes two local accounts subscribed to each other.
    void friends(String one, String other) {
        has(one, other + "@example.org", Subscription.BOTH);
        has(other, one + "@example.org", Subscription.BOTH);
    }

    static FrozenElement block(TestClient client, String... addresses) {
        return client.ask(command("block", addresses));
    }

    static FrozenElement unblock(TestClient client, String... addresses) {
        return client.ask(command("unblock", addresses));
    }

    private static String command(String name, String... addresses) {
        StringBuilder items = new StringBuilder();
        for (String address : addresses) {
            items.append("<item jid='").append(address).append("'/>");
        }
        return "<iq type='set' id='%s'><%s xmlns='urn:xmpp:blocking'>%s</%s></iq>"
                .formatted(name, name, items, name);
    }

    /// Asks for the list, so that pushes come.
    static List<@Nullable String> list(TestClient client) {
        FrozenElement answer =
                client.ask("<iq type='get' id='list'><blocklist xmlns='urn:xmpp:blocking'/></iq>");
        return items(requireNonNull(answer.child("blocklist", "urn:xmpp:blocking")));
    }

    static List<@Nullable String> items(FrozenElement command) {
        return command.children("item", "urn:xmpp:blocking").stream()
                .<@Nullable String>map(item -> item.attr("jid"))
                .toList();
    }

    static String chat(String to, String body) {
        return "<message to='%s' type='chat' id='%s'><body>%s</body></message>"
                .formatted(to, body, body);
    }

    static @Nullable String condition(FrozenElement answer) {
        FrozenElement error = answer.child("error", Stanzas.CLIENT);
        return error == null
                ? null
                : error.childElements().stream()
                        .filter(child -> child.namespace().equals(ERRORS))
                        .map(FrozenElement::localName)
                        .findFirst()
                        .orElse(null);
    }

    /// What a client was sent, shortly: name, type, sender.
    static List<String> lines(TestClient client) {
        return client.received().stream()
                .map(one -> one.localName() + " " + one.attr("type") + " " + one.attr("from"))
                .toList();
    }

    @Override
    public void close() {
        server.close();
    }
}
