package dev.hermod.it.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Archives of the real server, read with raw streams.
@ExtendWith(SharedServer.class)
class ArchiveTest {
    private static final String MAM = "urn:xmpp:mam:2";
    private static final String RSM = "http://jabber.org/protocol/rsm";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HermodServer server;

    ArchiveTest(HermodServer server) {
        this.server = server;
    }

    /// Results and the end of one query.
    private record Page(List<Xml> results, Xml end) {
        static Page of(RawClient client, String content) {
            String id =
                    client.request("set", "", "<query xmlns='" + MAM + "'>" + content + "</query>");
            List<Xml> results = new ArrayList<>();
            Xml next = client.receive(one -> concerns(one, id));
            while (next.name().equals("message")) {
                results.add(next.child("result", MAM));
                next = client.receive(one -> concerns(one, id));
            }
            return new Page(results, next);
        }

        private static boolean concerns(Xml stanza, String id) {
            return stanza.has("result", MAM)
                    || (stanza.name().equals("iq") && stanza.attr("id").equals(id));
        }

        List<String> bodies() {
            return results.stream()
                    .map(one -> one.child("forwarded").child("message").body())
                    .toList();
        }

        List<String> ids() {
            return results.stream().map(one -> one.attr("id")).toList();
        }

        Xml fin() {
            return end.child("fin", MAM);
        }

        String last() {
            return fin().child("set", RSM).child("last").text();
        }
    }

    private static String page(String content) {
        return "<set xmlns='" + RSM + "'>" + content + "</set>";
    }

    private static String form(String name, String value) {
        return "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>%s</value></field><field var='%s'><value>%s</value></field></x>"
                .formatted(MAM, name, value);
    }

    @Test
    @Spec("XEP-0313 4.3")
    void conversationIsPagedBothWays() {
        try (RawClient romeo = server.client().available();
                RawClient juliet = server.client().available()) {
            for (int i = 1; i <= 25; i++) {
                romeo.chat(juliet.bare(), "line " + i);
            }
            romeo.sync();
            assertThat(juliet.bodies()).hasSize(25);

            Page first = Page.of(juliet, page("<max>10</max>"));
            Page second = Page.of(juliet, page("<max>10</max><after>" + first.last() + "</after>"));
            Page third = Page.of(juliet, page("<max>10</max><after>" + second.last() + "</after>"));
            List<String> all = new ArrayList<>(first.bodies());
            all.addAll(second.bodies());
            all.addAll(third.bodies());
            assertThat(all).hasSize(25).startsWith("line 1", "line 2").endsWith("line 25");
            assertThat(first.fin().attr("complete")).isEmpty();
            assertThat(third.fin().attr("complete")).isEqualTo("true");
            assertThat(Page.of(romeo, page("<max>3</max><before/>")).bodies())
                    .containsExactly("line 23", "line 24", "line 25");
            assertThat(Page.of(romeo, form("with", juliet.jid())).bodies()).isEmpty();
            assertThat(Page.of(romeo, form("with", juliet.bare())).bodies()).hasSize(25);
        }
    }

    @Test
    @Spec("XEP-0313 3.4")
    void stanzaIdOfTheLiveMessageIsTheOneInTheArchive() {
        try (RawClient romeo = server.client().available();
                RawClient juliet = server.client().available()) {
            romeo.chat(juliet.bare(), "hi");
            Xml live = juliet.message().child("stanza-id", "urn:xmpp:sid:0");

            Page page = Page.of(juliet, "");

            assertThat(page.ids()).containsExactly(live.attr("id"));
            assertThat(live.attr("by")).isEqualTo(juliet.bare());
            assertThat(Page.of(juliet, page("<after>" + live.attr("id") + "</after>")).results())
                    .isEmpty();
        }
    }

    @Test
    @Spec("XEP-0313 4.3.2")
    void unknownIdIsNotFoundAndAnothersArchiveIsForbidden() {
        try (RawClient romeo = server.client().available();
                RawClient juliet = server.client().available()) {
            assertThat(Page.of(romeo, page("<after>12345</after>")).end().condition())
                    .isEqualTo("item-not-found");
            Xml answer = romeo.iq("set", juliet.bare(), "<query xmlns='" + MAM + "'/>");
            assertThat(answer.condition()).isEqualTo("forbidden");
        }
    }

    @Test
    @Spec("XEP-0441 2.1")
    void historySwitchedOffLeavesNothingBehindAfterDelivery() {
        try (RawClient romeo = server.client().available();
                RawClient juliet = server.client().available()) {
            Xml set =
                    juliet.iq(
                            "set",
                            "",
                            "<prefs xmlns='" + MAM + "' default='never'><always/><never/></prefs>");
            assertThat(set.child("prefs", MAM).attr("default")).isEqualTo("never");

            romeo.chat(juliet.bare(), "off the record");
            assertThat(juliet.message().body()).isEqualTo("off the record");

            assertThat(Page.of(juliet, "").results()).isEmpty();
            assertThat(Page.of(romeo, "").bodies()).containsExactly("off the record");
        }
    }

    @Test
    void messageOffTheRecordStillWaitsForOneWhoIsAway() {
        Account away = server.account();
        try (RawClient juliet = RawClient.login(server, away)) {
            juliet.iq("set", "", "<prefs xmlns='" + MAM + "' default='never'/>");
            juliet.logout();
        }
        try (RawClient romeo = server.client().available()) {
            romeo.chat(away.jid(), "psst");
            romeo.sync();
        }
        try (RawClient juliet = RawClient.login(server, away)) {
            assertThat(Page.of(juliet, "").results()).isEmpty();
            assertThat(juliet.available().bodies()).contains("psst");
        }
    }

    @Test
    @Spec("XEP-0424 4")
    void retractedMessageBecomesATombstone() {
        try (RawClient romeo = server.client().available();
                RawClient juliet = server.client().available()) {
            String id = romeo.chat(juliet.bare(), "secret");
            romeo.send(
                    "<message type='chat' to='%s' id='r1'><retract xmlns='urn:xmpp:message-retract:1' id='%s'/><body>fallback</body></message>"
                            .formatted(juliet.bare(), id));
            romeo.sync();

            for (RawClient client : List.of(romeo, juliet)) {
                await().atMost(PATIENCE)
                        .until(() -> !Page.of(client, "").toString().contains("secret"));
                Xml tombstone =
                        Page.of(client, "")
                                .results()
                                .getFirst()
                                .child("forwarded")
                                .child("message");
                assertThat(tombstone.attr("id")).isEqualTo(id);
                assertThat(tombstone.child("retracted", "urn:xmpp:message-retract:1").attr("id"))
                        .isEqualTo("r1");
            }
        }
    }

    @Test
    void metadataAndFormAreAnswered() {
        try (RawClient romeo = server.client().available()) {
            romeo.chat(romeo.bare(), "note to self");
            romeo.sync();

            Page page = Page.of(romeo, form("with", romeo.bare()));
            Xml metadata = romeo.iq("get", "", "<metadata xmlns='" + MAM + "'/>").child("metadata");
            Xml form =
                    romeo.iq("get", "", "<query xmlns='" + MAM + "'/>").child("query").child("x");

            assertThat(page.bodies()).containsExactly("note to self");
            assertThat(metadata.child("start").attr("id")).isEqualTo(page.ids().getFirst());
            assertThat(metadata.child("end").attr("id")).isEqualTo(page.ids().getLast());
            assertThat(form.children()).hasSizeGreaterThanOrEqualTo(7);
        }
    }
}
