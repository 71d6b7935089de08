package dev.hermod.extensions.carbons;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.session.StoredMessagesFeature;
import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import org.jspecify.annotations.Nullable;

/// A test server with carbons, and the devices of some people.
final class Devices implements AutoCloseable {
    private final TestServer server =
            TestServer.with(new StoredMessagesFeature(), new CarbonsFeature());

    TestServer server() {
        return server;
    }

    void account(String localpart) {
        server.account(localpart);
    }

    /// An available resource without carbons.
    TestClient online(String localpart, String resource, int priority) {
        TestClient client = server.login(localpart, resource);
        available(client, priority);
        return client;
    }

    /// An available resource that has switched carbons on.
    TestClient copied(String localpart, String resource, int priority) {
        TestClient client = online(localpart, resource, priority);
        assertThat(ask(client, "enable", "").attr("type")).isEqualTo("result");
        return client;
    }

    /// Presence is not routed here, so the session is told directly.
    static void available(TestClient client, int priority) {
        client.session()
                .presence(
                        Stanzas.presence(
                                TestClient.parse(
                                        "<presence><priority>"
                                                + priority
                                                + "</priority></presence>")));
    }

    void awaitGone(TestClient client) {
        await().until(() -> server.sessions().session(client.address()) == null);
    }

    /// As if another server had sent it.
    void route(String stanza) {
        server.router().route(Stanzas.stanza(TestClient.parse(stanza)));
    }

    /// @param to empty for one's own account
    static FrozenElement ask(TestClient client, String name, String to) {
        String address = to.isEmpty() ? "" : " to='" + to + "'";
        return client.ask(
                "<iq type='set' id='%s'%s><%s xmlns='urn:xmpp:carbons:2'/></iq>"
                        .formatted(name, address, name));
    }

    static String chat(String to, String body) {
        return "<message to='%s' type='chat'><body>%s</body></message>".formatted(to, body);
    }

    /// What is inside a carbon; fails when this is none.
    static FrozenElement copy(FrozenElement carbon, String direction) {
        FrozenElement wrapper = carbon.child(direction, "urn:xmpp:carbons:2");
        assertThat(wrapper).as("%s in %s", direction, carbon).isNotNull();
        FrozenElement forwarded = requireNonNull(wrapper).child("forwarded", "urn:xmpp:forward:0");
        return requireNonNull(requireNonNull(forwarded).child("message", Stanzas.CLIENT));
    }

    static @Nullable String body(FrozenElement message) {
        FrozenElement body = message.child("body", Stanzas.CLIENT);
        return body == null ? null : body.text();
    }

    static FrozenElement stanzaId(FrozenElement message) {
        return requireNonNull(message.child("stanza-id", "urn:xmpp:sid:0"));
    }

    static @Nullable String condition(FrozenElement answer) {
        FrozenElement error = requireNonNull(answer.child("error", Stanzas.CLIENT));
        return error.childElements().getFirst().localName();
    }

    @Override
    public void close() {
        server.close();
    }
}
