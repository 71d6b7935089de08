package dev.hermod.it.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// One log serves those who read their archive and those who wait for offline messages.
@Spec("XEP-0313")
@ExtendWith(SharedServer.class)
class ArchiveFirstTest {
    private static final String ARCHIVE = "urn:xmpp:mam:2";
    private static final String PAGES = "http://jabber.org/protocol/rsm";

    private final HermodServer server;

    ArchiveFirstTest(HermodServer server) {
        this.server = server;
    }

    private void store(Account account, int messages) {
        try (RawClient sender = server.client()) {
            IntStream.range(0, messages)
                    .forEach(number -> sender.chat(account.jid(), "number " + number));
            sender.sync();
        }
    }

    /// Bodies of the results of a query.
    private static List<String> read(RawClient client, String page) {
        String id =
                client.request(
                        "set",
                        "",
                        "<query xmlns='%s'><set xmlns='%s'>%s</set></query>"
                                .formatted(ARCHIVE, PAGES, page));
        Xml answer = client.receive(stanza -> stanza.attr("id").equals(id));
        assertThat(answer.attr("type")).isEqualTo("result");
        return client.waiting().stream()
                .filter(stanza -> stanza.has("result", ARCHIVE))
                .map(ArchiveFirstTest::body)
                .toList();
    }

    private static String body(Xml message) {
        return message.child("result", ARCHIVE)
                .child("forwarded", "urn:xmpp:forward:0")
                .child("message", RawClient.CLIENT)
                .body();
    }

    @Test
    void whatWasReadFromTheArchiveDoesNotComeAsOfflineMessages() {
        Account account = server.account();
        store(account, 5);
        try (RawClient client = RawClient.login(server, account)) {
            assertThat(read(client, "<max>10</max>")).hasSize(5);
            assertThat(client.available().bodies()).isEmpty();
            client.logout();
        }
        try (RawClient client = RawClient.login(server, account).available()) {
            assertThat(client.bodies()).isEmpty();
        }
    }

    @Test
    void whatWasNotReadComes() {
        Account account = server.account();
        store(account, 5);
        try (RawClient client = RawClient.login(server, account)) {
            assertThat(read(client, "<max>2</max><before/>"))
                    .containsExactly("number 3", "number 4");
            assertThat(client.available().bodies())
                    .containsExactly("number 0", "number 1", "number 2");
        }
    }

    @Test
    void whatWasReadAndNeverAcknowledgedComesToTheNext() {
        Account account = server.account();
        store(account, 3);
        try (RawClient client = RawClient.login(server, account)) {
            client.send("<enable xmlns='urn:xmpp:sm:3'/>");
            client.receive(element -> element.name().equals("enabled"));
            assertThat(read(client, "<max>10</max>")).hasSize(3);
            client.die();
        }
        try (RawClient client = RawClient.login(server, account).available()) {
            for (int number = 0; number < 3; number++) {
                assertThat(client.message().body()).isEqualTo("number " + number);
            }
        }
    }
}
