package dev.hermod.extensions.archive;

import static dev.hermod.extensions.archive.Reading.form;
import static dev.hermod.extensions.archive.Reading.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.extensions.search.SearchFeature;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WordSearchTest {
    private static final String WORDS = "{urn:xmpp:fulltext:0}fulltext";

    private final TestServer server =
            TestServer.with(
                    Map.of("HERMOD_LIMITS__ARCHIVE_PAGE_BYTES", "10000"),
                    Clock.systemUTC(),
                    new ArchiveFeature(),
                    new SearchFeature());
    private final TestClient juliet = server.login("juliet", "balcony");
    private final TestClient romeo = server.login("romeo", "orchard");

    @AfterEach
    void close() {
        server.close();
    }

    private void say(String to, String... texts) {
        server.account("nurse");
        for (String text : texts) {
            romeo.send(
                    "<message type='chat' to='%s@example.org'><body>%s</body></message>"
                            .formatted(to, text));
        }
        romeo.received();
    }

    @Test
    @Spec("XEP-0431 2.1")
    void accountsAdvertiseIt() {
        assertThat(server.features().features(DiscoTarget.ACCOUNT)).contains("urn:xmpp:fulltext:0");
    }

    @Test
    @Spec("XEP-0431 3.1")
    void formHasTheField() {
        assertThat(
                        juliet.ask("<iq type='get' id='f'><query xmlns='urn:xmpp:mam:2'/></iq>")
                                .toString())
                .contains("var='" + WORDS + "' type='text-single'");
    }

    @Test
    @Spec("XEP-0431 2.2")
    void onlyMessagesWithTheWordsAreGiven() {
        say("juliet", "wherefore art thou", "art is long", "a rose");
        assertThat(Reading.of(juliet, form(WORDS, "ART")).bodies())
                .containsExactly("wherefore art thou", "art is long");
        assertThat(Reading.of(juliet, form(WORDS, "art long")).bodies())
                .containsExactly("art is long");
        assertThat(Reading.of(romeo, form(WORDS, "rose")).bodies()).containsExactly("a rose");
        assertThat(Reading.of(juliet, form(WORDS, "tulip")).bodies()).isEmpty();
        assertThat(Reading.of(juliet, form(WORDS, "!!!")).bodies()).isEmpty();
    }

    @Test
    @Spec("XEP-0431 2.2")
    void emptyFieldAsksForEverything() {
        say("juliet", "one", "two");
        assertThat(Reading.of(juliet, form(WORDS, "")).bodies()).containsExactly("one", "two");
    }

    @Test
    @Spec("XEP-0313 4.1")
    void wordsAreOneFilterAmongOthers() {
        say("juliet", "red rose");
        say("nurse", "rose water", "rain water");
        assertThat(Reading.of(romeo, form(WORDS, "rose", "with", "nurse@example.org")).bodies())
                .containsExactly("rose water");
        assertThat(
                        Reading.of(romeo, form(WORDS, "rose", "with", "nurse@example.org/other"))
                                .bodies())
                .isEmpty();
        List<String> ids = Reading.of(romeo, "").ids();
        assertThat(Reading.of(romeo, form(WORDS, "rose", "after-id", ids.getFirst())).bodies())
                .containsExactly("rose water");
        assertThat(Reading.of(romeo, form(WORDS, "rose", "ids", ids.getLast())).bodies()).isEmpty();
        assertThat(Reading.of(romeo, form(WORDS, "rose", "ids", ids.getFirst())).bodies())
                .containsExactly("red rose");
    }

    @Test
    @Spec("XEP-0059 2.2")
    void pagesOfResultsFollowOneAnother() {
        say("juliet", "rose 1", "x", "rose 2", "rose 3", "x", "rose 4");
        String rose = form(WORDS, "rose");
        Reading first = Reading.of(juliet, rose + page("<max>2</max>"));
        assertThat(first.bodies()).containsExactly("rose 1", "rose 2");
        assertThat(first.answer().toString()).doesNotContain("complete='true'");
        String after = page("<max>2</max><after>" + first.ids().getLast() + "</after>");
        Reading second = Reading.of(juliet, rose + after);
        assertThat(second.bodies()).containsExactly("rose 3", "rose 4");
        assertThat(second.answer().toString()).contains("complete='true'");
        assertThat(Reading.of(juliet, rose + page("<max>3</max><before/>")).bodies())
                .containsExactly("rose 2", "rose 3", "rose 4");
        String before = page("<max>1</max><before>" + second.ids().getFirst() + "</before>");
        assertThat(Reading.of(juliet, rose + before).bodies()).containsExactly("rose 2");
        assertThat(Reading.of(juliet, rose + page("<max>0</max>")).bodies()).isEmpty();
    }

    @Test
    void pageOfResultsIsBoundedByBytes() {
        String[] lengthy = new String[60];
        for (int i = 0; i < lengthy.length; i++) {
            lengthy[i] = "rose " + "x".repeat(1_000);
        }
        say("juliet", lengthy);
        Reading reading = Reading.of(juliet, form(WORDS, "rose"));
        assertThat(reading.bodies()).hasSizeBetween(10, 40);
        assertThat(reading.answer().toString()).doesNotContain("complete='true'");
        Reading last = Reading.of(juliet, form(WORDS, "rose") + page("<before/>"));
        assertThat(last.ids().getLast())
                .isEqualTo(Reading.of(juliet, page("<before/>")).ids().getLast());
    }
}
