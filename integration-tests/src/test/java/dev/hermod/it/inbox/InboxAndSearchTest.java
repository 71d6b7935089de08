package dev.hermod.it.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class InboxAndSearchTest {
    private static final String INBOX = "urn:xmpp:inbox:1";
    private static final String ARCHIVE = "urn:xmpp:mam:2";

    private final HermodServer server;

    InboxAndSearchTest(HermodServer server) {
        this.server = server;
    }

    private static String marker(String to, String id) {
        return "<message type='chat' to='%s'><displayed xmlns='urn:xmpp:chat-markers:0' id='%s'/></message>"
                .formatted(to, id);
    }

    private static String search(String words) {
        return "<query xmlns='%s'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>%s</value></field><field var='{urn:xmpp:fulltext:0}fulltext'><value>%s</value></field></x></query>"
                .formatted(ARCHIVE, ARCHIVE, words);
    }

    /// What came before an answer, and its totals.
    private record Inbox(List<Xml> entries, Xml fin) {
        static Inbox of(RawClient client) {
            Xml answer = client.iq("get", "", "<inbox xmlns='" + INBOX + "'/>");
            List<Xml> entries =
                    client.waiting().stream()
                            .filter(each -> each.has("entry", INBOX))
                            .map(each -> each.child("entry", INBOX))
                            .toList();
            return new Inbox(entries, answer.child("fin", INBOX));
        }

        List<String> shown() {
            return entries.stream()
                    .map(each -> each.attr("jid") + " " + each.attr("unread"))
                    .toList();
        }
    }

    private static List<String> found(RawClient client, String words) {
        Xml answer = client.iq("set", "", search(words));
        assertThat(answer.attr("type")).isEqualTo("result");
        return client.waiting().stream()
                .filter(each -> each.has("result", ARCHIVE))
                .map(each ->
                        each.child("result", ARCHIVE)
                                .child("forwarded", "urn:xmpp:forward:0")
                                .child("message", RawClient.CLIENT)
                                .body())
                .toList();
    }

    @Test
    @Spec("XEP-0430 4")
    void whatOneDeviceReadsIsReadForTheOther() {
        Account owner = server.account();
        try (RawClient romeo = server.client();
                RawClient nurse = server.client();
                RawClient phone = RawClient.login(server, owner, "phone");
                RawClient laptop = RawClient.login(server, owner, "laptop")) {
            romeo.chat(owner.jid(), "one");
            String second = romeo.chat(owner.jid(), "two");
            romeo.chat(owner.jid(), "three");
            romeo.sync();
            nurse.chat(owner.jid(), "madam");
            nurse.sync();

            await().untilAsserted(() ->
                    assertThat(Inbox.of(phone).shown())
                            .containsExactly(nurse.bare() + " 1", romeo.bare() + " 3"));
            Inbox before = Inbox.of(phone);
            assertThat(before.fin().attr("total")).isEqualTo("2");
            assertThat(before.fin().attr("all-unread")).isEqualTo("4");

            phone.send(marker(romeo.bare(), second));
            phone.sync();
            laptop.chat(nurse.bare(), "anon, good nurse");
            laptop.sync();
            // Kept behind the log; on a busy machine an answer may be older.
            for (RawClient device : List.of(laptop, phone)) {
                await().untilAsserted(() ->
                        assertThat(Inbox.of(device).shown())
                                .containsExactly(nurse.bare() + " 0", romeo.bare() + " 1"));
            }
        }
    }

    @Test
    @Spec("XEP-0431 2.2")
    void wordsAreFoundInBothArchivesButNotWhatIsEncryptedOrTakenBack() {
        try (RawClient romeo = server.client();
                RawClient juliet = server.client()) {
            romeo.send(
                    "<message xml:lang='en' type='chat' to='%s' id='a'><body>Two households</body></message>"
                            .formatted(juliet.bare()));
            romeo.chat(juliet.bare(), "both alike in dignity");
            romeo.send(
                    "<message type='chat' to='%s' id='e'><body>household secret</body><encryption xmlns='urn:xmpp:eme:0' namespace='urn:x'/></message>"
                            .formatted(juliet.bare()));
            romeo.sync();
            await().untilAsserted(() ->
                    assertThat(found(juliet, "dignity alike"))
                            .containsExactly("both alike in dignity"));
            await().untilAsserted(() -> assertThat(found(romeo, "dignity")).isNotEmpty());
            assertThat(found(juliet, "household")).containsExactly("Two households");
            assertThat(found(romeo, "HOUSEHOLDS")).containsExactly("Two households");
            assertThat(found(juliet, "secret")).isEmpty();

            romeo.send(
                    "<message type='chat' to='%s' id='r'><retract xmlns='urn:xmpp:message-retract:1' id='a'/><body>gone</body></message>"
                            .formatted(juliet.bare()));
            romeo.sync();
            await().untilAsserted(() -> assertThat(found(juliet, "household")).isEmpty());
            assertThat(found(juliet, "gone")).isEmpty();
        }
    }

    @Test
    void bothSurviveACrashWithoutLossOrDoubles() {
        try (HermodServer own = HermodServer.start(Map.of(), 2)) {
            Account juliet = own.account();
            Account sender = own.account();
            int sent = 0;
            for (int round = 0; round < 3; round++) {
                try (RawClient romeo = RawClient.login(own, sender)) {
                    for (int i = 0; i < 40; i++) {
                        romeo.chat(juliet.jid(), "rose " + sent++);
                    }
                    romeo.sync();
                    own.kill();
                }
                own.start();
            }
            int unread = sent;
            try (RawClient client = RawClient.login(own, juliet)) {
                await().untilAsserted(() ->
                        assertThat(Inbox.of(client).shown())
                                .containsExactly(sender.jid() + " " + unread));
                assertThat(found(client, "rose 1")).containsExactly("rose 1");
                assertThat(found(client, "rose")).hasSize(100);
            }
        }
    }
}
