package dev.hermod.roster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.presence.PresenceFeature;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.Subscription;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/// A test server with rosters and presence, and stanzas told in one line each: `subscribe romeo >
/// juliet`, `push juliet none ask`. Addresses of the server's domain leave it out.
public final class InstantMessaging implements AutoCloseable {
    private final RosterFeature rosters = new RosterFeature();
    private final TestServer server = TestServer.with(rosters, new PresenceFeature(rosters));

    public TestServer server() {
        return server;
    }

    public RosterFeature rosters() {
        return rosters;
    }

    /// A resource that asked for the roster and sent nothing else.
    public TestClient interested(String localpart, String resource) {
        TestClient client = server.login(localpart, resource);
        client.ask("<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq>");
        return client;
    }

    /// A resource that asked for the roster and is available; what it was sent until then is
    /// dropped.
    public TestClient online(String localpart, String resource) {
        TestClient client = interested(localpart, resource);
        client.send("<presence/>");
        client.received();
        return client;
    }

    /// Puts a contact into a roster.
    public void has(String owner, String contact, Subscription subscription) {
        JID address = jid(contact);
        RosterItem item =
                new RosterItem(address, null, Set.of(), subscription, true, false, false, null);
        server.storage().rosters().update(jid(owner), address, 5_000, _ -> item);
    }

    /// Makes two local accounts subscribed to each other.
    public void friends(String one, String other) {
        server.account(one);
        server.account(other);
        has(one, other, Subscription.BOTH);
        has(other, one, Subscription.BOTH);
    }

    /// What is stored of a contact, `null` when there is nothing.
    public @Nullable RosterItem stored(String owner, String contact) {
        return server.storage().rosters().find(jid(owner), jid(contact)).orElse(null);
    }

    public static JID jid(String name) {
        return TestServer.jid(
                name.contains("@") || name.contains(".") ? name : name + "@example.org");
    }

    /// Lets a stanza arrive from another server, and waits until it has been handled: what one
    /// server sends is handled in its order.
    public void arrives(String xml) {
        try {
            Packet stanza = Stanzas.read(TestClient.parse(xml), null, null);
            Thread arrival = Thread.ofVirtual().start(() -> server.router().route(stanza));
            assertThat(arrival.join(Duration.ofSeconds(10))).isTrue();
        } catch (StanzaException | InterruptedException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// What was sent to other servers since the last call; waits for as many as are expected.
    public void sentAway(String... expected) {
        List<String> sent = Stream.of(expected).map(_ -> nextAway()).collect(Collectors.toList());
        server.remote().stream().map(InstantMessaging::line).forEach(sent::add);
        server.remote().clear();
        Assertions.assertThat(sent).containsExactlyInAnyOrder(expected);
    }

    private String nextAway() {
        try {
            Packet next = server.remote().poll(5, TimeUnit.SECONDS);
            return next == null ? "(nothing)" : line(next);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void eventually(Runnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(assertion::run);
    }

    /// Everything a client was sent, a line each.
    public static List<String> lines(TestClient client) {
        return client.received().stream().map(InstantMessaging::line).toList();
    }

    private static String line(Packet packet) {
        return line(Stanzas.element(packet));
    }

    public static String line(FrozenElement stanza) {
        FrozenElement roster = stanza.child("query", RosterPayload.NAMESPACE);
        if (roster != null) {
            String items =
                    roster.children("item", RosterPayload.NAMESPACE).stream()
                            .map(InstantMessaging::item)
                            .collect(Collectors.joining(", "));
            return ("set".equals(stanza.attr("type")) ? "push " : "roster ") + items;
        }
        String type = stanza.attr("type");
        String kind = type == null ? "available" : type;
        String name =
                stanza.localName().equals("presence") ? kind : stanza.localName() + " " + kind;
        return name + " " + address(stanza.attr("from")) + " > " + address(stanza.attr("to"));
    }

    private static String item(FrozenElement item) {
        return Stream.of(
                        address(item.attr("jid")),
                        item.attr("subscription"),
                        item.attr("ask") == null ? null : "ask",
                        item.attr("approved") == null ? null : "approved")
                .flatMap(Stream::ofNullable)
                .collect(Collectors.joining(" "));
    }

    private static String address(@Nullable String address) {
        return address == null ? "-" : address.replace("@" + TestServer.DOMAIN, "");
    }

    @Override
    public void close() {
        server.close();
    }
}
