package dev.hermod.it.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.Database;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.Xml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// On demand: one room with very many people (`-Dhermod.room.occupants=10000`), and very many rooms
/// on one server (`-Dhermod.rooms=50000`).
class RoomScaleTest {

    private static final int MESSAGES = 20;
    private static final int ENTERED = 200;

    /// Sessions of one account.
    private static final int OF_ONE = 500;

    private static void enter(RawClient client, String room, String nick) {
        client.send(
                "<presence to='%s@conference.localhost/%s'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>"
                        .formatted(room, nick));
        client.receive(stanza -> stanza.has("subject", RawClient.CLIENT));
    }

    private static void configure(RawClient owner, String room, String... answers) {
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
                        room + "@conference.localhost",
                        "<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'>%s</x></query>"
                                .formatted(fields));
        assertThat(result.attr("type")).isEqualTo("result");
    }

    private static void took(String what, long since) {
        System.out.printf(
                "%s: %d ms%n", what, Duration.ofNanos(System.nanoTime() - since).toMillis());
    }

    @Test
    @EnabledIfSystemProperty(named = "hermod.room.occupants", matches = "[0-9]+")
    void allOfVeryManyHearEverythingInOneOrder() {
        int people = Integer.getInteger("hermod.room.occupants");
        Map<String, String> environment =
                Map.of(
                        "HERMOD_LIMITS__SESSIONS_PER_ACCOUNT",
                        String.valueOf(OF_ONE),
                        "HERMOD_LIMITS__CONNECTIONS_PER_ADDRESS",
                        String.valueOf(people + 10),
                        "HERMOD_LIMITS__ROOM_PRESENCES_PER_SECOND",
                        "1000000",
                        "HERMOD_LIMITS__ROOM_OCCUPANTS",
                        String.valueOf(people + 1),
                        "HERMOD_AUTH__SCRAM_ITERATIONS",
                        "4096");
        List<RawClient> crowd = new ArrayList<>();
        try (HermodServer server = HermodServer.start(environment, people / OF_ONE + 2);
                RawClient owner = RawClient.login(server, server.account())) {
            enter(owner, "stadium", "speaker");
            configure(owner, "stadium", "persistentroom", "1", "presencebroadcast", "moderator");
            long begun = System.nanoTime();
            Account one = server.account();
            for (int i = 1; i <= people; i++) {
                crowd.add(RawClient.login(server, one));
                one = i % OF_ONE == 0 ? server.account() : one;
            }
            took("logins", begun);
            begun = System.nanoTime();
            for (int i = 0; i < people; i++) {
                enter(crowd.get(i), "stadium", "nick" + i);
            }
            took("entering one after the other", begun);
            begun = System.nanoTime();
            for (int i = 0; i < MESSAGES; i++) {
                owner.message("stadium@conference.localhost", "groupchat", "word " + i);
            }
            List<String> words = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                words.add("word " + i);
            }
            for (RawClient each : crowd) {
                List<String> heard = new ArrayList<>();
                while (heard.size() < MESSAGES) {
                    heard.add(each.receive(stanza -> !stanza.body().isEmpty()).body());
                }
                assertThat(heard).isEqualTo(words);
            }
            took(MESSAGES + " messages heard by all", begun);
        } finally {
            crowd.forEach(RawClient::close);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "hermod.rooms", matches = "[0-9]+")
    void startDoesNotDependOnTheNumberOfRooms() throws Exception {
        int rooms = Integer.getInteger("hermod.rooms");
        try (HermodServer server = HermodServer.start(Map.of(), 1)) {
            Account account = server.account();
            try (RawClient owner = RawClient.login(server, account)) {
                enter(owner, "first", "owner");
                configure(owner, "first", "persistentroom", "1");
            }
            copyRooms(Database.embedded(server.data()), rooms);
            server.stop();
            long begun = System.nanoTime();
            server.start();
            took("start with " + rooms + " rooms", begun);
            try (RawClient owner = RawClient.login(server, account)) {
                begun = System.nanoTime();
                new Random(42)
                        .ints(ENTERED, 0, rooms)
                        .distinct()
                        .forEach(room -> enter(owner, "copy" + room, "owner"));
                took("entering " + ENTERED + " of them", begun);
            }
        }
    }

    private static void copyRooms(Database database, int rooms) throws Exception {
        database.query(
                "WITH made AS (INSERT INTO hermod.archive (owner)"
                        + " SELECT 'copy' || i || '@conference.localhost' FROM generate_series(0, ?::int - 1) i"
                        + " RETURNING archive_id, owner), copied AS (INSERT INTO hermod.room"
                        + " SELECT made.archive_id, domain, split_part(owner, '@', 1), name, settings, subject, listed, persistent, members_only, vcard, created"
                        + " FROM made, hermod.room WHERE localpart = 'first' RETURNING archive_id)"
                        + " INSERT INTO hermod.room_affiliate SELECT copied.archive_id, jid, affiliation, nick, reason"
                        + " FROM copied, hermod.room_affiliate RETURNING archive_id",
                String.valueOf(rooms));
    }
}
