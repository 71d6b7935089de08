package dev.hermod.it.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final String ROOM = "coven@conference.localhost";
    private static final String ARCHIVE = "urn:xmpp:mam:2";

    private static List<Xml> enter(RawClient client, String nick) {
        client.send(
                "<presence to='%s/%s'><x xmlns='http://jabber.org/protocol/muc'/></presence>"
                        .formatted(ROOM, nick));
        return untilSubject(client);
    }

    private static List<Xml> untilSubject(RawClient client) {
        List<Xml> all = new ArrayList<>();
        Xml next;
        do {
            next = client.receive(_ -> true);
            all.add(next);
        } while (!next.has("subject", RawClient.CLIENT));
        return all;
    }

    private static void configure(RawClient owner, String... answers) {
        StringBuilder fields =
                new StringBuilder(
                        "<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field>");
        for (int i = 0; i < answers.length; i += 2) {
            fields.append(
                    "<field var='muc#roomconfig_%s'><value>%s</value></field>"
                            .formatted(answers[i], answers[i + 1]));
        }
        Xml result =
                owner.iq(
                        "set",
                        ROOM,
                        "<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'>%s</x></query>"
                                .formatted(fields));
        assertThat(result.attr("type")).isEqualTo("result");
    }

    private static String say(RawClient client, String body) {
        return client.message(ROOM, "groupchat", body);
    }

    private static boolean said(Xml stanza) {
        return stanza.name().equals("message")
                && stanza.attr("type").equals("groupchat")
                && !stanza.body().isEmpty();
    }

    @Test
    @Spec("XEP-0045 10.2")
    void roomIsAsItWasAfterARestartAndACrash() {
        try (HermodServer server = HermodServer.start(Map.of(), 3)) {
            Account owner = server.account();
            Account member = server.account();
            try (RawClient client = RawClient.login(server, owner)) {
                enter(client, "first");
                configure(client, "persistentroom", "1", "roomname", "Coven", "membersonly", "1");
                client.iq(
                        "set",
                        ROOM,
                        "<query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='member' jid='%s'/></query>"
                                .formatted(member.jid()));
                client.send(
                        "<message to='%s' type='groupchat'><subject>Fire</subject></message>"
                                .formatted(ROOM));
                say(client, "before");
                client.receive(RoomsTest::said);
                server.kill();
            }
            server.start();
            try (RawClient client = RawClient.login(server, member)) {
                List<Xml> entering = enter(client, "second");
                assertThat(entering.stream().map(Xml::body)).contains("before");
                assertThat(entering.getLast().toString()).contains("Fire");
                Xml info =
                        client.iq(
                                "get",
                                ROOM,
                                "<query xmlns='http://jabber.org/protocol/disco#info'/>");
                assertThat(info.toString()).contains("Coven", "muc_membersonly", "muc_persistent");
            }
        }
    }

    @Test
    @Spec("XEP-0045 7.4")
    void everybodyAndTheArchiveSeeOneOrder() throws Exception {
        int people = 6;
        int each = 40;
        try (HermodServer server = HermodServer.start(Map.of(), people);
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < people; i++) {
                RawClient client = server.client();
                clients.add(client);
                enter(client, "nick" + i);
                if (i == 0) {
                    configure(client, "persistentroom", "1");
                }
            }
            List<Callable<List<String>>> talking = new ArrayList<>();
            for (RawClient client : clients) {
                talking.add(() -> {
                    for (int i = 0; i < each; i++) {
                        say(client, client.bare() + " " + i);
                    }
                    List<String> heard = new ArrayList<>();
                    while (heard.size() < people * each) {
                        heard.add(client.receive(RoomsTest::said).body());
                    }
                    return heard;
                });
            }
            List<List<String>> all = new ArrayList<>();
            for (Future<List<String>> heard : executor.invokeAll(talking)) {
                all.add(heard.get(60, TimeUnit.SECONDS));
            }
            assertThat(all).allSatisfy(heard -> assertThat(heard).isEqualTo(all.getFirst()));
            assertThat(archive(clients.getFirst())).isEqualTo(all.getFirst());
            clients.forEach(RawClient::close);
        }
    }

    private static List<String> archive(RawClient client) {
        List<String> bodies = new ArrayList<>();
        String after = "";
        Xml fin;
        do {
            String id =
                    client.request(
                            "set",
                            ROOM,
                            "<query xmlns='%s'><set xmlns='http://jabber.org/protocol/rsm'><max>50</max>%s</set></query>"
                                    .formatted(ARCHIVE, after));
            Xml next = client.receive(_ -> true);
            while (!next.attr("id").equals(id)) {
                if (next.has("result", ARCHIVE)) {
                    bodies.add(
                            next.child("result", ARCHIVE)
                                    .child("forwarded")
                                    .child("message")
                                    .body());
                }
                next = client.receive(_ -> true);
            }
            fin = next.child("fin", ARCHIVE);
            after = "<after>" + fin.child("set").child("last").text() + "</after>";
        } while (!fin.attr("complete").equals("true"));
        return bodies;
    }

    @Test
    @Spec("XEP-0410 3")
    void occupantsWhoseSessionIsGoneFindOutByPingingThemselves() {
        try (HermodServer server = HermodServer.start(Map.of(), 3);
                RawClient client = server.client()) {
            enter(client, "first");
            configure(client, "persistentroom", "1");
            String ping = "<ping xmlns='urn:xmpp:ping'/>";
            assertThat(client.iq("get", ROOM + "/first", ping).attr("type")).isEqualTo("result");
            try (RawClient other = server.client()) {
                Xml answer = other.iq("get", ROOM + "/first", ping);
                assertThat(answer.condition()).isEqualTo("not-acceptable");
            }
        }
    }

    @Test
    @Spec("XEP-0045 7.14")
    void whoseConnectionBreaksLeavesAndATemporaryRoomEnds() {
        try (HermodServer server = HermodServer.start(Map.of(), 3);
                RawClient first = server.client()) {
            enter(first, "first");
            configure(first, "roomname", "passing");
            RawClient second = server.client();
            enter(second, "second");
            second.die();
            Xml gone =
                    first.receive(stanza ->
                            stanza.attr("type").equals("unavailable")
                                    && stanza.attr("from").equals(ROOM + "/second"));
            assertThat(gone.toString()).contains("none");
            first.send("<presence to='%s/first' type='unavailable'/>".formatted(ROOM));
            first.receive(stanza -> stanza.attr("type").equals("unavailable"));
            Xml info =
                    first.iq("get", ROOM, "<query xmlns='http://jabber.org/protocol/disco#info'/>");
            assertThat(info.condition()).isEqualTo("item-not-found");
        }
    }
}
