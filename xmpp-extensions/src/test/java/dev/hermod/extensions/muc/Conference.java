package dev.hermod.extensions.muc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.archive.ArchiveFeature;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A server with rooms, and what people do there.
final class Conference implements AutoCloseable {
    static final String ROOM = "coven@conference.example.org";

    private final TestServer server = TestServer.with(new RoomsFeature(), new ArchiveFeature());

    TestServer server() {
        return server;
    }

    TestClient login(String person) {
        return server.login(person, "phone");
    }

    /// Enters, and takes in everything up to the subject.
    List<FrozenElement> enter(TestClient client, String nick) {
        client.send(
                "<presence to='%s/%s'><x xmlns='http://jabber.org/protocol/muc'/></presence>"
                        .formatted(ROOM, nick));
        return untilSubject(client);
    }

    static List<FrozenElement> untilSubject(TestClient client) {
        List<FrozenElement> all = new ArrayList<>();
        FrozenElement next = client.next();
        all.add(next);
        while (next.child("subject", "jabber:client") == null
                && !"error".equals(next.attr("type"))) {
            next = client.next();
            all.add(next);
        }
        return all;
    }

    /// Makes the room, open to all, with these answers to its form beside the defaults.
    ///
    /// @param answers name and value of each field, without the prefix
    TestClient create(String owner, String nick, String... answers) {
        TestClient client = login(owner);
        enter(client, nick);
        configure(client, answers);
        return client;
    }

    /// Takes in what the room has to say up to now.
    static void quiet(TestClient client) {
        client.ask(
                "<iq type='get' to='%s' id='quiet'><ping xmlns='urn:xmpp:ping'/></iq>"
                        .formatted(ROOM));
        client.received();
    }

    void configure(TestClient owner, String... answers) {
        StringBuilder fields = new StringBuilder();
        if (answers.length > 0) {
            fields.append(
                    "<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field>");
        }
        for (int i = 0; i < answers.length; i += 2) {
            fields.append(
                    "<field var='muc#roomconfig_%s'><value>%s</value></field>"
                            .formatted(answers[i], answers[i + 1]));
        }
        FrozenElement result =
                owner.ask(
                        "<iq type='set' to='%s' id='configure'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'>%s</x></query></iq>"
                                .formatted(ROOM, fields));
        assertThat(result.attr("type")).as(result.toString()).isEqualTo("result");
        quiet(owner);
    }

    static void say(TestClient client, String id, String body) {
        client.send(
                "<message to='%s' type='groupchat' id='%s'><body>%s</body></message>"
                        .formatted(ROOM, id, body));
    }

    /// Changes a role or an affiliation.
    static FrozenElement admin(TestClient client, String item) {
        return client.ask(
                "<iq type='set' to='%s' id='admin'><query xmlns='http://jabber.org/protocol/muc#admin'>%s</query></iq>"
                        .formatted(ROOM, item));
    }

    static String condition(FrozenElement error) {
        FrozenElement element =
                Objects.requireNonNull(error.child("error", "jabber:client"), error.toString());
        return element.childElements().getFirst().localName();
    }

    /// The status codes of a presence or message.
    static List<String> codes(FrozenElement stanza) {
        FrozenElement x =
                Objects.requireNonNull(
                        stanza.child("x", "http://jabber.org/protocol/muc#user"),
                        stanza.toString());
        return x.children("status", x.namespace()).stream()
                .map(status -> Objects.requireNonNull(status.attr("code")))
                .toList();
    }

    /// What a presence says of its sender.
    static FrozenElement item(FrozenElement presence) {
        FrozenElement x =
                Objects.requireNonNull(
                        presence.child("x", "http://jabber.org/protocol/muc#user"),
                        presence.toString());
        return Objects.requireNonNull(x.child("item", x.namespace()), presence.toString());
    }

    static String body(FrozenElement message) {
        FrozenElement body = message.child("body", "jabber:client");
        return body == null ? "" : body.text();
    }

    @Override
    public void close() {
        server.close();
    }
}
