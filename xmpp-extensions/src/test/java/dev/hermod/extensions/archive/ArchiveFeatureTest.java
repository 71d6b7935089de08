package dev.hermod.extensions.archive;

import static dev.hermod.extensions.archive.Reading.form;
import static dev.hermod.extensions.archive.Reading.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.extensions.disco.DiscoFeature;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveFeatureTest {
    private final TestServer server =
            TestServer.with(
                    Map.of("HERMOD_LIMITS__ARCHIVE_PAGE", "5"),
                    Clock.systemUTC(),
                    new ArchiveFeature(),
                    new DiscoFeature());
    private TestClient romeo;
    private TestClient juliet;

    @BeforeEach
    void login() {
        romeo = server.login("romeo", "orchard");
        juliet = server.login("juliet", "balcony");
        server.account("nurse");
        server.account("mercutio");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void say(String... texts) {
        sayTo("juliet@example.org", texts);
    }

    private void sayTo(String to, String... texts) {
        for (String text : texts) {
            romeo.send(
                    "<message type='chat' to='%s'><body>%s</body></message>".formatted(to, text));
        }
        romeo.received();
    }

    private static String[] numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toArray(String[]::new);
    }

    private static List<String> list(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(String::valueOf).toList();
    }

    @Test
    @Spec("XEP-0313 4.2")
    void messageIsForwardedAsItWasWithItsTimeAndItsId() {
        say("hi");

        FrozenElement answer =
                juliet.ask(
                        "<iq type='set' id='q'><query xmlns='urn:xmpp:mam:2' queryid='f27'/></iq>");
        FrozenElement sent =
                juliet.received().stream()
                        .filter(one -> one.child("result", ArchiveQuery.NAMESPACE) != null)
                        .findFirst()
                        .orElseThrow();

        assertThat(answer.attr("type")).isEqualTo("result");
        assertThat(sent.attr("from")).isEqualTo("juliet@example.org");
        assertThat(sent.attr("to")).isEqualTo("juliet@example.org/balcony");
        FrozenElement result = Reading.child(sent, "result", ArchiveQuery.NAMESPACE);
        assertThat(result.attr("queryid")).isEqualTo("f27");
        FrozenElement forwarded = Reading.child(result, "forwarded", "urn:xmpp:forward:0");
        assertThat(Reading.child(forwarded, "delay", "urn:xmpp:delay").attr("stamp"))
                .startsWith("1970-01-01T00:00:01");
        FrozenElement message = Reading.message(result);
        assertThat(message.attr("from")).isEqualTo("romeo@example.org/orchard");
        assertThat(message.attr("to")).isEqualTo("juliet@example.org");
        assertThat(message.attr("type")).isEqualTo("chat");
        FrozenElement stanzaId = Reading.child(message, "stanza-id", "urn:xmpp:sid:0");
        assertThat(stanzaId.attr("id")).isEqualTo(result.attr("id"));
        assertThat(stanzaId.attr("by")).isEqualTo("juliet@example.org");
    }

    @Test
    @Spec("XEP-0313 4")
    void resultsComeBeforeTheAnswerAndInOrder() {
        say(numbers(3));
        romeo.send("<iq type='set' id='q'><query xmlns='urn:xmpp:mam:2'/></iq>");

        assertThat(IntStream.range(0, 4).mapToObj(_ -> romeo.next().localName()))
                .containsExactly("message", "message", "message", "iq");
    }

    @Test
    @Spec("XEP-0313 4.3")
    void bothSidesHaveTheConversationInTheirArchives() {
        say("one", "two");
        juliet.send(
                "<message type='chat' to='romeo@example.org/orchard'><body>three</body></message>");
        juliet.received();
        romeo.received();

        assertThat(Reading.of(romeo, "").bodies()).containsExactly("one", "two", "three");
        assertThat(Reading.of(juliet, "").bodies()).containsExactly("one", "two", "three");
    }

    @Test
    @Spec("XEP-0313 4.3.2")
    void pagesForwardCoverEverythingOnce() {
        say(numbers(12));

        Reading first = Reading.of(romeo, "");
        Reading second =
                Reading.of(romeo, page("<max>5</max><after>" + first.rsm("last") + "</after>"));
        Reading third =
                Reading.of(romeo, page("<max>50</max><after>" + second.rsm("last") + "</after>"));

        assertThat(first.bodies()).isEqualTo(list(1, 5));
        assertThat(second.bodies()).isEqualTo(list(6, 10));
        assertThat(third.bodies()).isEqualTo(list(11, 12));
        assertThat(List.of(first.complete(), second.complete(), third.complete()))
                .containsExactly(false, false, true);
        assertThat(first.rsm("first")).isEqualTo(first.ids().getFirst());
        assertThat(first.rsm("last")).isEqualTo(first.ids().getLast());
        assertThat(first.firstIndex()).isEqualTo("0");
        assertThat(second.firstIndex()).isNull();
    }

    @Test
    @Spec("XEP-0313 4.3.3")
    void lastPageAndThoseBeforeItAreEachOldestFirst() {
        say(numbers(12));

        Reading last = Reading.of(romeo, page("<max>5</max><before/>"));
        Reading middle =
                Reading.of(romeo, page("<max>5</max><before>" + last.rsm("first") + "</before>"));
        Reading first =
                Reading.of(romeo, page("<max>5</max><before>" + middle.rsm("first") + "</before>"));

        assertThat(last.bodies()).isEqualTo(list(8, 12));
        assertThat(middle.bodies()).isEqualTo(list(3, 7));
        assertThat(first.bodies()).isEqualTo(list(1, 2));
        assertThat(List.of(last.complete(), middle.complete(), first.complete()))
                .containsExactly(false, false, true);
    }

    @Test
    @Spec("XEP-0313 4.3.4")
    void flippedPageHasTheSameMessagesNewestFirst() {
        say(numbers(7));

        Reading flipped = Reading.of(romeo, page("<max>3</max><before/>") + "<flip-page/>");

        assertThat(flipped.bodies()).containsExactly("7", "6", "5");
        assertThat(flipped.rsm("first")).isEqualTo(flipped.ids().getLast());
        assertThat(flipped.rsm("last")).isEqualTo(flipped.ids().getFirst());
    }

    @Test
    @Spec("XEP-0059 2.7")
    void numberOfMessagesAloneIsTold() {
        say(numbers(7));

        Reading counted = Reading.of(romeo, page("<max>0</max>"));

        assertThat(counted.results()).isEmpty();
        assertThat(counted.rsm("count")).isEqualTo("7");
        assertThat(counted.rsm("first")).isNull();
        assertThat(counted.complete()).isFalse();
    }

    @Test
    @Spec("XEP-0059 2.6")
    void pageByIndexIsNotOffered() {
        assertThat(Reading.of(romeo, page("<index>3</index><max>5</max>")).condition())
                .isEqualTo("feature-not-implemented");
    }

    @Test
    @Spec("XEP-0313 4.1")
    void emptyArchiveIsAnsweredAsComplete() {
        Reading reading = Reading.of(romeo, "");

        assertThat(reading.results()).isEmpty();
        assertThat(reading.complete()).isTrue();
        assertThat(reading.rsm("count")).isEqualTo("0");
        assertThat(reading.rsm("first")).isNull();
    }

    @Test
    @Spec("XEP-0313 4.1.1")
    void bareAddressMeansTheConversationAndAFullOneTheResource() {
        sayTo("juliet@example.org", "bare");
        sayTo("juliet@example.org/balcony", "full");
        sayTo("nurse@example.org", "nurse");

        assertThat(Reading.of(romeo, form("with", "juliet@example.org")).bodies())
                .containsExactly("bare", "full");
        assertThat(Reading.of(romeo, form("with", "juliet@example.org/balcony")).bodies())
                .containsExactly("full");
        assertThat(Reading.of(romeo, form("with", "nobody@example.net")).bodies()).isEmpty();
        assertThat(
                        Reading.of(
                                        romeo,
                                        form("with", "juliet@example.org/balcony")
                                                + page("<max>1</max><before/>"))
                                .bodies())
                .containsExactly("full");
    }

    @Test
    @Spec("XEP-0313 4.1.1")
    void oneselfMeansMessagesFromOneselfToOneself() {
        sayTo("juliet@example.org", "to her");
        sayTo("romeo@example.org", "to myself");

        assertThat(Reading.of(romeo, form("with", "romeo@example.org")).bodies())
                .containsExactly("to myself");
    }

    @Test
    @Spec("XEP-0313 4.1.2")
    void timesLimitWhatIsFound() {
        say("hi");
        Reading all = Reading.of(romeo, form("start", "1970-01-01T00:00:01Z"));

        assertThat(all.bodies()).containsExactly("hi");
        assertThat(Reading.of(romeo, form("end", "1970-01-01T00:00:01Z")).bodies())
                .containsExactly("hi");
        assertThat(Reading.of(romeo, form("start", "1970-01-01T00:00:01.0001Z")).bodies())
                .isEmpty();
        assertThat(Reading.of(romeo, form("end", "1970-01-01T00:00:00.999Z")).bodies()).isEmpty();
        assertThat(Reading.of(romeo, form("start", "9999-01-01T00:00:00Z")).bodies()).isEmpty();
        assertThat(Reading.of(romeo, form("end", "9999-01-01T00:00:00Z")).bodies())
                .containsExactly("hi");
        assertThat(Reading.of(romeo, form("end", "0001-01-01T00:00:00Z")).bodies()).isEmpty();
        assertThat(Reading.of(romeo, form("start", "yesterday")).condition())
                .isEqualTo("bad-request");
    }

    @Test
    @Spec("XEP-0313 4.1.3")
    void idsLimitWhatIsFound() {
        say(numbers(5));
        List<String> ids = Reading.of(romeo, "").ids();

        assertThat(
                        Reading.of(romeo, form("after-id", ids.get(0), "before-id", ids.get(3)))
                                .bodies())
                .containsExactly("2", "3");
        assertThat(Reading.of(romeo, form("ids", ids.get(2))).bodies()).containsExactly("3");
        assertThat(
                        Reading.of(
                                        romeo,
                                        form("after-id", ids.get(0))
                                                + page(
                                                        "<max>1</max><before>"
                                                                + ids.get(3)
                                                                + "</before>"))
                                .bodies())
                .containsExactly("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"before-id", "after-id", "ids"})
    @Spec("XEP-0313 4.1.3")
    void unknownIdInTheFormIsNotFound(String field) {
        say("hi");

        assertThat(Reading.of(romeo, form(field, "28482-98726-73623")).condition())
                .isEqualTo("item-not-found");
        assertThat(Reading.of(romeo, form(field, "12345")).condition()).isEqualTo("item-not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<before>%s</before>", "<after>%s</after>"})
    @Spec("XEP-0313 4.3.2")
    void unknownIdOfAPageIsNotFound(String border) {
        say("hi");

        assertThat(Reading.of(romeo, page(border.formatted("nonsense"))).condition())
                .isEqualTo("item-not-found");
        assertThat(Reading.of(romeo, page(border.formatted("12345"))).condition())
                .isEqualTo("item-not-found");
    }

    @Test
    @Spec("XEP-0313 4.1.5")
    void unknownFieldIsNotImplemented() {
        assertThat(Reading.of(romeo, form("{http://example.com/}colour", "red")).condition())
                .isEqualTo("feature-not-implemented");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    @Spec("XEP-0313 4.1.4")
    void messagesOfRoomsMayBeAskedForThoughThereAreNone(String wanted) {
        say("hi");

        assertThat(Reading.of(romeo, form("include-groupchat", wanted)).bodies())
                .containsExactly("hi");
    }

    @Test
    void formOfAnotherKindIsRefused() {
        assertThat(
                        Reading.of(
                                        romeo,
                                        "<x xmlns='jabber:x:data' type='submit'><field var='with'>"
                                                + "<value>juliet@example.org</value></field></x>")
                                .condition())
                .isEqualTo("bad-request");
        assertThat(Reading.of(romeo, form("with", "@nobody")).condition())
                .isEqualTo("jid-malformed");
    }

    @Test
    @Spec("XEP-0313 4.1.5")
    void formNamesItsFieldsAndRequiresNone() {
        FrozenElement answer =
                romeo.ask("<iq type='get' id='f'><query xmlns='urn:xmpp:mam:2'/></iq>");
        FrozenElement form =
                Reading.child(
                        Reading.child(answer, "query", ArchiveQuery.NAMESPACE),
                        "x",
                        "jabber:x:data");

        assertThat(form.children("field", "jabber:x:data"))
                .extracting(field -> field.attr("var") + " " + field.attr("type"))
                .contains(
                        "with jid-single",
                        "start text-single",
                        "end text-single",
                        "before-id text-single",
                        "after-id text-single",
                        "ids list-multi");
        assertThat(form.toString()).doesNotContain("required").contains("<open");
    }

    @Test
    @Spec("XEP-0313 5")
    void metadataNamesTheFirstAndTheLastMessage() {
        FrozenElement empty =
                romeo.ask("<iq type='get' id='m'><metadata xmlns='urn:xmpp:mam:2'/></iq>");
        assertThat(Reading.child(empty, "metadata", ArchiveQuery.NAMESPACE).childElements())
                .isEmpty();
        say(numbers(3));
        List<String> ids = Reading.of(romeo, "").ids();

        FrozenElement metadata =
                Reading.child(
                        romeo.ask("<iq type='get' id='m'><metadata xmlns='urn:xmpp:mam:2'/></iq>"),
                        "metadata",
                        ArchiveQuery.NAMESPACE);

        assertThat(Reading.child(metadata, "start", ArchiveQuery.NAMESPACE).attr("id"))
                .isEqualTo(ids.getFirst());
        assertThat(Reading.child(metadata, "end", ArchiveQuery.NAMESPACE).attr("id"))
                .isEqualTo(ids.getLast());
        assertThat(Reading.child(metadata, "end", ArchiveQuery.NAMESPACE).attr("timestamp"))
                .startsWith("1970-01-01T00:00:01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<iq type='set' id='q' to='%s'><query xmlns='urn:xmpp:mam:2'/></iq>",
                "<iq type='get' id='q' to='%s'><query xmlns='urn:xmpp:mam:2'/></iq>",
                "<iq type='get' id='q' to='%s'><metadata xmlns='urn:xmpp:mam:2'/></iq>",
                "<iq type='get' id='q' to='%s'><prefs xmlns='urn:xmpp:mam:2'/></iq>",
                "<iq type='set' id='q' to='%s'><prefs xmlns='urn:xmpp:mam:2' default='never'/></iq>"
            })
    @Spec("XEP-0313 8.1")
    void nobodyReadsAnothersArchiveNorLearnsWhetherThereIsOne(String iq) {
        for (String other : List.of("juliet@example.org", "nobody@example.org")) {
            FrozenElement answer = romeo.ask(iq.formatted(other));

            assertThat(new Reading(List.of(), answer).condition()).isEqualTo("forbidden");
        }
    }

    @Test
    @Spec("XEP-0313 7")
    void supportIsAdvertisedOnTheAccount() {
        FrozenElement info =
                romeo.ask(
                        "<iq type='get' id='d' to='romeo@example.org'>"
                                + "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>");

        assertThat(info.toString())
                .contains(
                        "'urn:xmpp:mam:2'",
                        "'urn:xmpp:mam:2#extended'",
                        "'urn:xmpp:mam:2#groupchat-field'");
    }

    @Test
    void archivesOfPubsubNodesAreNotHere() {
        FrozenElement answer =
                romeo.ask("<iq type='set' id='q'><query xmlns='urn:xmpp:mam:2' node='n'/></iq>");

        assertThat(new Reading(List.of(), answer).condition()).isEqualTo("item-not-found");
    }

    @Test
    void moreIdsThanAPageHasAreRefused() {
        StringBuilder values = new StringBuilder();
        for (int i = 1; i <= 6; i++) {
            values.append("<value>").append(i).append("</value>");
        }
        String form =
                "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>urn:xmpp:mam:2</value>"
                        + "</field><field var='ids'>"
                        + values
                        + "</field></x>";

        assertThat(Reading.of(romeo, form).condition()).isEqualTo("not-acceptable");
    }
}
