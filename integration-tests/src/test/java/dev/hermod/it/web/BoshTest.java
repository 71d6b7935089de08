package dev.hermod.it.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.Sasl;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Spec("XEP-0124, XEP-0206")
@ExtendWith(SharedServer.class)
class BoshTest {
    private static final String MODERN = "ver='1.6' wait='20' hold='1'";

    @Test
    void messagesCrossBetweenBoshAndTcp(HermodServer server) {
        Account account = server.account();
        try (var web = WebClient.login(BoshStream.plain(server), account).available();
                var tcp = RawClient.login(server, server.account()).available()) {
            for (int i = 0; i < 20; i++) {
                tcp.chat(web.jid(), "to the web ü " + i);
                web.chat(tcp.jid(), "from the web " + i);
                assertThat(web.body()).isEqualTo("to the web ü " + i);
                assertThat(tcp.message().body()).isEqualTo("from the web " + i);
            }
        }
    }

    @Spec("XEP-0124 7.2, XEP-0206 4")
    @Test
    void firstAnswerHasTheTermsAndTheFeatures(HermodServer server) {
        try (var stream = BoshStream.plain(server)) {
            Xml body = stream.create("ver='1.6' wait='10' hold='5' ack='1'");
            assertThat(body.attr("sid")).hasSizeGreaterThanOrEqualTo(22);
            assertThat(body.attr("wait")).isEqualTo("10");
            assertThat(body.attr("hold")).isEqualTo("1");
            assertThat(body.attr("requests")).isEqualTo("2");
            assertThat(body.attr("ver")).isEqualTo("1.6");
            assertThat(body.attr("from")).isEqualTo("localhost");
            assertThat(body.attr("ack")).isEqualTo(Long.toString(stream.rid()));
            assertThat(body.attr("{" + BoshStream.XBOSH + "}restartlogic")).isEqualTo("true");
            assertThat(body.attr("{" + BoshStream.XBOSH + "}version")).isEqualTo("1.0");
            assertThat(body.has("features", WebStream.STREAMS)).isTrue();
        }
    }

    @Test
    void tlsCountsButNothingIsBoundToIt(HermodServer server) {
        try (var plain = BoshStream.plain(server);
                var tls = BoshStream.tls(server)) {
            assertThat(mechanisms(plain)).doesNotContain("PLAIN");
            assertThat(mechanisms(tls)).contains("PLAIN").noneMatch(each -> each.endsWith("-PLUS"));
        }
    }

    private static List<String> mechanisms(BoshStream stream) {
        return stream.open("localhost").child("mechanisms", Sasl.NAMESPACE).children().stream()
                .map(Xml::text)
                .toList();
    }

    @Spec("XEP-0124 14.2")
    @Test
    void requestsAreTakenInTheOrderOfTheirIds(HermodServer server) {
        try (var stream = BoshStream.plain(server);
                var client = WebClient.login(stream, server.account()).available()) {
            long rid = stream.rid();
            var second = stream.request(rid + 2, "", message(client, "second"));
            var first = stream.request(rid + 1, "", message(client, "first"));
            List<String> bodies = new ArrayList<>();
            var answers = new ArrayDeque<>(List.of(first, second));
            for (long next = rid + 3; bodies.size() < 2; ) {
                var answer = answers.isEmpty() ? stream.request(next++, "", "") : answers.remove();
                BoshStream.await(answer).children().forEach(each -> bodies.add(each.body()));
            }
            assertThat(bodies).containsExactly("first", "second");
        }
    }

    private static String message(WebClient to, String text) {
        return "<message xmlns='jabber:client' to='%s' type='chat'><body>%s</body></message>"
                .formatted(to.jid(), text);
    }

    private static String body(CompletableFuture<Xml> answer) {
        return BoshStream.await(answer).child("message").body();
    }

    @Spec("XEP-0124 14.3")
    @Test
    void requestThatComesOnceMoreGetsTheSameAnswerAndDoesNothing(HermodServer server) {
        try (var stream = BoshStream.plain(server);
                var client = WebClient.login(stream, server.account()).available()) {
            long rid = stream.rid() + 1;
            Xml first = BoshStream.await(stream.request(rid, "", message(client, "once")));
            Xml again = BoshStream.await(stream.request(rid, "", message(client, "once")));
            assertThat(again).isEqualTo(first);
            Xml next = BoshStream.await(stream.request(rid + 1, "", message(client, "the next")));
            assertThat(next.child("message").body()).isEqualTo("the next");
        }
    }

    @Spec("XEP-0124 14.3")
    @Test
    void requestThatComesOnceMoreBeforeItIsAnsweredTakesThePlaceOfTheFirst(HermodServer server) {
        try (var stream = BoshStream.plain(server);
                var friend = RawClient.login(server, server.account()).available();
                var client = WebClient.login(stream, server.account()).available()) {
            long rid = stream.rid() + 1;
            var first = stream.request(rid, "", "");
            var again = stream.request(rid, "", "");
            CompletableFuture.anyOf(first, again).join();
            var waiting = first.isDone() ? again : first;
            assertThat(BoshStream.await(first.isDone() ? first : again).attr("type"))
                    .isEqualTo("error");
            friend.chat(client.jid(), "still there");
            assertThat(body(waiting)).isEqualTo("still there");
        }
    }

    @Spec("XEP-0124 14.2")
    @Test
    void idBeyondTheWindowEndsTheSession(HermodServer server) {
        try (var stream = BoshStream.plain(server)) {
            stream.create(MODERN);
            assertEnd(stream.request(stream.rid() + 3, "", ""), "item-not-found");
            assertEnd(stream.request(stream.rid() + 1, "", ""), "item-not-found");
        }
    }

    @Test
    void unknownSessionIsNotFound(HermodServer server) {
        try (var stream = BoshStream.plain(server)) {
            assertEnd(stream.request(1, "", ""), "item-not-found");
        }
    }

    private static void assertEnd(CompletableFuture<Xml> answer, String condition) {
        Xml body = BoshStream.await(answer);
        assertThat(body.attr("type")).isEqualTo("terminate");
        assertThat(body.attr("condition")).isEqualTo(condition);
    }

    @Spec("XEP-0124 11")
    @Test
    void emptyRequestsThatComeTooFastEndTheSession(HermodServer server) {
        try (var stream = BoshStream.plain(server)) {
            stream.create(MODERN);
            var first = stream.request(stream.rid() + 1, "", "");
            assertEnd(stream.request(stream.rid() + 2, "", ""), "policy-violation");
            assertEnd(first, "policy-violation");
        }
    }

    @Spec("XEP-0124 12")
    @Test
    void pollingTooOftenEndsTheSession(HermodServer server) {
        try (var stream = BoshStream.plain(server)) {
            Xml created = stream.create("ver='1.6' wait='0' hold='0'");
            assertThat(created.attr("requests")).isEqualTo("1");
            assertThat(BoshStream.await(stream.request(stream.rid() + 1, "", "")).attr("type"))
                    .isEmpty();
            assertEnd(stream.request(stream.rid() + 2, "", ""), "policy-violation");
        }
    }

    @Spec("XEP-0124 10")
    @Test
    void pauseAnswersEverythingAndKeepsTheSession(HermodServer server) {
        try (var stream = BoshStream.plain(server);
                var friend = RawClient.login(server, server.account()).available();
                var client = WebClient.login(stream, server.account()).available()) {
            long rid = stream.rid();
            var held = stream.request(rid + 1, "", "");
            var pause = stream.request(rid + 2, "pause='60'", "");
            assertThat(BoshStream.await(held).children()).isEmpty();
            assertThat(BoshStream.await(pause).children()).isEmpty();
            friend.chat(client.jid(), "meanwhile");
            assertThat(body(stream.request(rid + 3, "", ""))).isEqualTo("meanwhile");
        }
    }

    @Spec("XEP-0124 13")
    @Test
    void clientEndsTheSessionAndItsPresenceIsTakenAlong(HermodServer server) {
        Account account = server.account();
        try (var stream = BoshStream.plain(server);
                var other = RawClient.login(server, account).available();
                var client = WebClient.login(stream, account).available()) {
            other.stanza("presence");
            long rid = stream.rid();
            var held = stream.request(rid + 1, "", "");
            var end =
                    stream.request(
                            rid + 2,
                            "type='terminate'",
                            "<presence xmlns='jabber:client' type='unavailable'/>");
            Xml oldest = BoshStream.await(held);
            assertThat(oldest.attr("type")).isEqualTo("terminate");
            assertThat(oldest.attr("condition")).isEmpty();
            assertThat(BoshStream.await(end).attr("type")).isEmpty();
            Xml gone = other.receive(stanza -> stanza.attr("type").equals("unavailable"));
            assertThat(gone.attr("from")).isEqualTo(client.jid());
            assertEnd(stream.request(rid + 3, "", ""), "item-not-found");
        }
    }

    @Spec("XEP-0206 6")
    @Test
    void streamErrorEndsTheSessionWithIt(HermodServer server) {
        try (var stream = BoshStream.plain(server)) {
            stream.create(MODERN);
            Xml end =
                    BoshStream.await(
                            stream.request(
                                    stream.rid() + 1, "", "<presence xmlns='jabber:client'/>"));
            assertThat(end.attr("type")).isEqualTo("terminate");
            assertThat(end.attr("condition")).isEqualTo("remote-stream-error");
            assertThat(end.child("error", WebStream.STREAMS).condition())
                    .isEqualTo("not-authorized");
        }
    }

    @Spec("XEP-0124 15")
    @Test
    void keySequenceHasToGoOn(HermodServer server) throws Exception {
        String k1 = sha1("seed");
        String k2 = sha1(k1);
        try (var stream = BoshStream.plain(server)) {
            stream.create(MODERN + " newkey='" + sha1(k2).toUpperCase(java.util.Locale.ROOT) + "'");
            Xml taken =
                    BoshStream.await(
                            stream.request(
                                    stream.rid() + 1,
                                    "key='" + k2 + "'",
                                    "<auth xmlns='" + Sasl.NAMESPACE + "' mechanism='NONE'/>"));
            assertThat(taken.has("failure", Sasl.NAMESPACE)).isTrue();
            assertEnd(stream.request(stream.rid() + 2, "key='" + k2 + "'", ""), "item-not-found");
        }
    }

    private static String sha1(String text) throws Exception {
        return java.util.HexFormat.of()
                .formatHex(
                        java.security.MessageDigest.getInstance("SHA-1")
                                .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Test
    void limitOnStanzasHoldsBeforeTheLogin(HermodServer server) {
        try (var stream = BoshStream.plain(server)) {
            stream.create(MODERN);
            Xml end =
                    BoshStream.await(
                            stream.request(
                                    stream.rid() + 1,
                                    "",
                                    "<auth xmlns='%s'>%s</auth>"
                                            .formatted(Sasl.NAMESPACE, "x".repeat(20_000))));
            assertThat(end.child("error", WebStream.STREAMS).condition())
                    .isEqualTo("policy-violation");
        }
    }

    @Test
    void sessionGoesOnOverWebSocket(HermodServer server) {
        Account account = server.account();
        try (var friend = RawClient.login(server, server.account()).available()) {
            var bosh = WebClient.login(BoshStream.plain(server), account);
            String id = bosh.manage();
            bosh.available();
            try (var back = WebClient.authenticated(WebStream.plain(server), account)) {
                assertThat(back.resume(id, 1).name()).isEqualTo("resumed");
                friend.chat(bosh.jid(), "over there");
                assertThat(back.body()).isEqualTo("over there");
            }
            bosh.close();
        }
    }

    @Test
    void pagesOfAnyOriginMayAsk(HermodServer server) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(BoshStream.url(server, "http"))
                        .header("Origin", "https://chat.example");
        HttpResponse<String> preflight =
                client.send(
                        request.method("OPTIONS", BodyPublishers.noBody()).build(),
                        BodyHandlers.ofString());
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
                .hasValue("Content-Type");
        HttpResponse<String> nonsense =
                client.send(
                        request.POST(BodyPublishers.ofString("<!DOCTYPE x>")).build(),
                        BodyHandlers.ofString());
        assertThat(Xml.parse(nonsense.body()).attr("condition")).isEqualTo("bad-request");
        assertThat(client.send(request.GET().build(), BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
    }
}
