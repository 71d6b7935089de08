package dev.hermod.extensions.inbox;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.stanza.ResultSets;
import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

class InboxFeatureTest {
    private static final JID ROMEO = TestServer.jid("romeo@example.org");

    private final TestServer server =
            TestServer.with(
                    Map.of(
                            "HERMOD_LIMITS__INBOX_CONVERSATIONS", "3",
                            "HERMOD_LIMITS__OUTBOUND_QUEUE_BYTES", "65536"),
                    Clock.systemUTC(),
                    new InboxFeature(InboxFeatureTest::extensions));
    private final TestClient romeo = server.login("romeo", "orchard");

    @AfterEach
    void close() {
        server.close();
    }

    /// Something is known of Juliet.
    private static Map<JID, FrozenElement> extensions(JID owner, List<JID> partners) {
        JID juliet = TestServer.jid("juliet@example.org");
        return owner.equals(ROMEO) && partners.contains(juliet)
                ? Map.of(juliet, FrozenElement.named("dear", "urn:example").build())
                : Map.of();
    }

    /// Romeo is told something; he is not available, so it only goes to the log.
    private void tell(String from, String body) {
        TestClient client = server.login(from, "r");
        client.send(
                "<message to='romeo@example.org' type='chat' id='from-%s'><body>%s</body></message>"
                        .formatted(from, body));
        client.received();
    }

    /// What a query was answered with.
    private record Answer(List<FrozenElement> messages, FrozenElement fin) {
        List<String> partners() {
            return messages.stream().map(each -> requireNonNull(entry(each).attr("jid"))).toList();
        }

        String last() {
            FrozenElement set = requireNonNull(fin.child("set", ResultSets.NAMESPACE));
            return requireNonNull(set.child("last", ResultSets.NAMESPACE)).text();
        }
    }

    private static FrozenElement entry(FrozenElement message) {
        return requireNonNull(message.child("entry", "urn:xmpp:inbox:1"));
    }

    private Answer ask(String attributes, String set) {
        romeo.received();
        romeo.send(
                "<iq type='get' id='q'><inbox xmlns='urn:xmpp:inbox:1' %s>%s</inbox></iq>"
                        .formatted(attributes, set));
        List<FrozenElement> messages = new ArrayList<>();
        while (true) {
            FrozenElement next = romeo.next();
            if (next.localName().equals("iq")) {
                assertThat(next.attr("type")).isEqualTo("result");
                return new Answer(messages, requireNonNull(next.child("fin", "urn:xmpp:inbox:1")));
            }
            messages.add(next);
        }
    }

    private static String set(String content) {
        return "<set xmlns='http://jabber.org/protocol/rsm'>" + content + "</set>";
    }

    @Test
    @Spec("XEP-0430 2.1")
    void accountsAdvertiseIt() {
        assertThat(server.features().features(DiscoTarget.ACCOUNT)).contains("urn:xmpp:inbox:1");
    }

    @Test
    @Spec("XEP-0430 3.1")
    void entriesComeBeforeTheTotalsWithTheirLastMessages() {
        tell("juliet", "one");
        tell("juliet", "two");
        tell("nurse", "three");
        romeo.send(
                "<message to='nurse@example.org' type='chat' id='r1'><body>four</body></message>");

        Answer answer = ask("", "");

        assertThat(answer.partners()).containsExactly("nurse@example.org", "juliet@example.org");
        FrozenElement juliet = answer.messages().getLast();
        assertThat(juliet.attr("to")).isEqualTo("romeo@example.org/orchard");
        assertThat(juliet.attr("from")).isEqualTo("romeo@example.org");
        assertThat(entry(juliet).attr("unread")).isEqualTo("2");
        FrozenElement result = requireNonNull(juliet.child("result", "urn:xmpp:mam:2"));
        assertThat(result.attr("queryid")).isEqualTo("q");
        assertThat(result.attr("id")).isEqualTo(entry(juliet).attr("id"));
        FrozenElement forwarded = requireNonNull(result.child("forwarded", "urn:xmpp:forward:0"));
        assertThat(forwarded.child("delay", "urn:xmpp:delay")).isNotNull();
        FrozenElement message = requireNonNull(forwarded.child("message", Stanzas.CLIENT));
        assertThat(message.attr("from")).isEqualTo("juliet@example.org/r");
        assertThat(requireNonNull(message.child("body", Stanzas.CLIENT)).text()).isEqualTo("two");
        assertThat(entry(answer.messages().getFirst()).attr("unread")).isEqualTo("0");
        assertThat(answer.fin().attr("total")).isEqualTo("2");
        assertThat(answer.fin().attr("unread")).isEqualTo("1");
        assertThat(answer.fin().attr("all-unread")).isEqualTo("2");
    }

    @Test
    void entriesSayWhatElseIsKnown() {
        tell("juliet", "one");
        tell("nurse", "two");
        for (String attributes : List.of("", "messages='false'")) {
            Answer answer = ask(attributes, "");
            assertThat(entry(answer.messages().getFirst()).childElements()).isEmpty();
            assertThat(entry(answer.messages().getLast()).child("dear", "urn:example")).isNotNull();
        }
    }

    @Test
    @Spec("XEP-0430 3.1")
    void messagesAreLeftOutOnDemand() {
        tell("juliet", "one");
        for (String no : List.of("false", "0")) {
            Answer answer = ask("messages='" + no + "'", "");
            assertThat(answer.messages()).hasSize(1);
            assertThat(answer.messages().getFirst().childElements()).hasSize(1);
        }
        assertThat(ask("messages='1'", "").messages().getFirst().childElements()).hasSize(2);
    }

    @Test
    @Spec("XEP-0430 3.1")
    void onlyUnreadConversationsAreListedOnDemand() {
        tell("juliet", "one");
        tell("nurse", "two");
        romeo.send("<message to='nurse@example.org' type='chat'><body>x</body></message>");

        Answer answer = ask("unread-only='true'", "");

        assertThat(answer.partners()).containsExactly("juliet@example.org");
        assertThat(answer.fin().attr("total")).isEqualTo("2");
        assertThat(answer.fin().toString()).contains("<count>1</count>");
    }

    @Test
    @Spec("XEP-0430 4")
    void displayedMarkerFromAnyDeviceReads() {
        tell("juliet", "one");
        TestClient phone = server.login("romeo", "phone");
        phone.send(
                "<message to='juliet@example.org' type='chat'><displayed xmlns='urn:xmpp:chat-markers:0' id='from-juliet'/></message>");
        phone.received();

        Answer answer = ask("", "");

        assertThat(entry(answer.messages().getFirst()).attr("unread")).isEqualTo("0");
        assertThat(answer.fin().attr("all-unread")).isEqualTo("0");
    }

    @Test
    @Spec("XEP-0059 2.2")
    void pagesFollowOneAnother() {
        List.of("a", "b", "c", "d").forEach(each -> tell(each, "hi"));

        Answer first = ask("", set("<max>3</max>"));
        assertThat(first.partners())
                .containsExactly("d@example.org", "c@example.org", "b@example.org");
        assertThat(first.fin().toString()).contains("<count>4</count>");
        Answer second = ask("", set("<max>3</max><after>" + first.last() + "</after>"));
        assertThat(second.partners()).containsExactly("a@example.org");
        Answer back = ask("", set("<max>2</max><before>" + second.last() + "</before>"));
        assertThat(back.partners()).containsExactly("c@example.org", "b@example.org");
        Answer end = ask("", set("<max>1</max><before/>"));
        assertThat(end.partners()).containsExactly("a@example.org");
        Answer count = ask("", set("<max>0</max>"));
        assertThat(count.messages()).isEmpty();
        assertThat(count.fin().toString()).contains("<count>4</count>").doesNotContain("<last>");
    }

    @Test
    void noMoreThanTheConfiguredNumberIsSent() {
        List.of("a", "b", "c", "d").forEach(each -> tell(each, "hi"));
        assertThat(ask("", "").messages()).hasSize(3);
        assertThat(ask("", set("<max>100</max>")).messages()).hasSize(3);
    }

    @Test
    void pageEndsWhereTheClientsQueueWouldBeFilled() {
        List.of("a", "b", "c").forEach(each -> tell(each, each.repeat(10_000)));
        Answer first = ask("", "");
        assertThat(first.partners()).containsExactly("c@example.org");
        Answer next = ask("", set("<after>" + first.last() + "</after>"));
        assertThat(next.partners()).containsExactly("b@example.org");
        assertThat(ask("", set("<before/>")).partners()).containsExactly("a@example.org");
        assertThat(ask("messages='false'", "").messages()).hasSize(3);
    }

    @ParameterizedTest
    @Spec("XEP-0059 2.1")
    @CsvSource({
        "unread-only='maybe',,bad-request",
        "messages='',,bad-request",
        "'',<max>x</max>,bad-request",
        "'',<after>x</after>,item-not-found",
        "'',<before>x</before>,item-not-found",
        "'',<index>1</index>,feature-not-implemented"
    })
    void malformedQueryIsRefused(String attributes, @Nullable String set, String condition) {
        FrozenElement answer =
                romeo.ask(
                        "<iq type='get' id='q'><inbox xmlns='urn:xmpp:inbox:1' %s>%s</inbox></iq>"
                                .formatted(attributes, set == null ? "" : set(set)));
        FrozenElement error = requireNonNull(answer.child("error", Stanzas.CLIENT));
        assertThat(error.childElements().getFirst().localName()).isEqualTo(condition);
    }

    @Test
    @Spec("XEP-0430 3.1")
    void nobodySeesTheInboxOfAnother() {
        tell("juliet", "one");
        TestClient tybalt = server.login("tybalt", "r");
        for (String type : List.of("get", "set")) {
            FrozenElement answer =
                    tybalt.ask(
                            "<iq type='%s' id='q' to='romeo@example.org'><inbox xmlns='urn:xmpp:inbox:1'/></iq>"
                                    .formatted(type));
            assertThat(answer.attr("type")).isEqualTo("error");
        }
        assertThat(tybalt.received()).isEmpty();
    }

    @Test
    @Spec("XEP-0430 3.1")
    void messageThatTheArchiveDoesNotHaveAnyMoreIsLeftOut() {
        LastMessages messages =
                new LastMessages(
                        server.storage().messageLog(),
                        ROMEO,
                        true,
                        false,
                        10_000,
                        (_, _) -> Map.of());
        Inboxes.Entry entry = new Inboxes.Entry(TestServer.jid("juliet@example.org"), 1, 2, 1);
        IQ asked = new IQ(IQ.Type.get);
        asked.setFrom(romeo.address());
        Message message = messages.of(List.of(entry)).getFirst().stanza(asked);
        assertThat(Stanzas.element(message).childElements()).hasSize(1);
    }
}
