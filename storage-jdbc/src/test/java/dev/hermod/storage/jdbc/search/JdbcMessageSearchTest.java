package dev.hermod.storage.jdbc.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.archive.ArchivedMessage;
import dev.hermod.extensions.archive.MessageSearch.Sought;
import dev.hermod.extensions.archive.Selection;
import dev.hermod.storage.ArchiveRetention;
import dev.hermod.storage.LogMessage;
import dev.hermod.storage.LogRow;
import dev.hermod.storage.Messages;
import dev.hermod.storage.Retention;
import dev.hermod.storage.Told;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.archive.JdbcArchiveRetention;
import dev.hermod.storage.jdbc.archive.JdbcRetractions;
import dev.hermod.storage.jdbc.follow.Follower;
import dev.hermod.storage.jdbc.log.JdbcMessageLog;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcMessageSearchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JID JULIET = new JID("juliet@elsewhere.example");
    private static final JID NURSE = new JID("nurse@elsewhere.example");

    private final TestStorage storage;
    private final JdbcMessageLog log;
    private final Follower follower;
    private final JdbcMessageSearch search;

    JdbcMessageSearchTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
        this.log = storage.log();
        this.follower =
                Follower.start(
                        storage.access(),
                        new SearchDerivation(),
                        InstantSource.system(),
                        () -> false);
        this.search = new JdbcMessageSearch(storage.database(), this::follow);
    }

    @AfterAll
    void close() {
        follower.close();
        log.close();
        storage.close();
    }

    private void follow(JID owner) {
        assertThat(follower.await(log.lastId(owner), PATIENCE)).isTrue();
    }

    private long log(JID owner, JID partner, String lang, String content) {
        String stanza =
                "<message xmlns='jabber:client' xml:lang='%s' from='%s/r'>%s</message>"
                        .formatted(lang, partner, content);
        LogRow row = new LogRow(owner, partner, owner, true, Retention.ARCHIVE);
        Told told = new Told();
        log.append(new LogMessage(stanza.getBytes(UTF_8), List.of(row), null), told);
        return told.committed().ids().getFirst();
    }

    private long body(JID owner, String lang, String body) {
        return log(owner, JULIET, lang, "<body>" + body + "</body>");
    }

    private List<Long> find(JID owner, String text) {
        return find(owner, text, Selection.ALL, false);
    }

    private List<Long> find(JID owner, String text, Selection selection, boolean newest) {
        int limit = selection.equals(Selection.ALL) && !newest ? 100 : 2;
        return search.find(owner, new Sought(text, selection, null), newest, limit);
    }

    @Test
    void wordsAreFoundInTheArchiveOfARoom() {
        JID room = storage.newRoom();
        long id = log(room, room, "en", "<body>The Houses were running late</body>");
        assertThat(find(room, "house")).containsExactly(id);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "en,|The Houses were running late|,house",
                "en,|The Houses were running late|,HOUSES",
                "en,|The Houses were running late|,|late running|",
                "en,|The Houses were running late|,|\"the houses\"|",
                "en-GB,|The Houses were running late|,ran OR runs",
                "en,|The Houses were running late|,|late -early|",
                "de,|Die Häuser am Fluß|,haus",
                "de,|Die Häuser am Fluß|,HÄUSER",
                "nb,|Husene ved elven|,hus",
                "x-none,|qapla' batlh|,QAPLA",
                "zh,|今天天气很好|,天气",
                "ja,|東京タワーへ行く|,|東京 タワー|",
                "ru,|Красивые дома|,дом",
                "und,|see v2.0 e-mail|,e-mail"
            })
    void wordsAreFoundInTheLanguageOfTheMessage(String lang, String body, String text) {
        JID owner = storage.newAccount();
        long id = body(owner, lang, body);
        body(owner, lang, "something else");
        assertThat(find(owner, text)).containsExactly(id);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "moon",
                "|houses moon|",
                "|\"late houses\"|",
                "|houses -late|",
                "hou",
                "|''|",
                "|!!!|",
                "|' OR 1=1 --|",
                "|houses & (moon)|"
            })
    void whatIsNotThereIsNotFound(String text) {
        JID owner = storage.newAccount();
        body(owner, "en", "The Houses were running late");
        assertThat(find(owner, text)).isEmpty();
    }

    @Test
    void messagesOfOthersAreNotFound() {
        JID owner = storage.newAccount();
        JID other = storage.newAccount();
        body(other, "en", "a secret");
        follow(other);
        assertThat(find(owner, "secret")).isEmpty();
        assertThat(find(other, "secret")).hasSize(1);
        assertThat(find(new JID("nobody@example.org"), "secret")).isEmpty();
    }

    @Test
    void encryptedMessagesHaveNoRow() {
        JID owner = storage.newAccount();
        log(owner, JULIET, "en", "<body>covered</body><encryption xmlns='urn:xmpp:eme:0'/>");
        assertThat(find(owner, "covered")).isEmpty();
        assertThat(rows(owner)).isZero();
    }

    @Test
    void pagesGoBothWaysBetweenIdsAndWithinAConversation() {
        JID owner = storage.newAccount();
        long first = body(owner, "en", "tea");
        long second = log(owner, NURSE, "en", "<body>tea</body>");
        long third = body(owner, "en", "tea");
        Selection all = Selection.ALL;
        assertThat(find(owner, "tea", all, true)).containsExactly(second, third);
        assertThat(find(owner, "tea", all.upTo(second - 1), true)).containsExactly(first);
        assertThat(find(owner, "tea", all.after(first), false)).containsExactly(second, third);
        Selection withNurse = new Selection(new JID(NURSE + "/r"), 0, Long.MAX_VALUE);
        assertThat(find(owner, "tea", withNurse, false)).containsExactly(second);
        Sought some = new Sought("tea", all, List.of(first, third, third + 1));
        assertThat(search.find(owner, some, false, 3)).containsExactly(first, third);
    }

    @Test
    void whatTheLogDoesNotHaveIsNotFound() {
        JID owner = storage.newAccount();
        long id = body(owner, "en", "gone");
        assertThat(find(owner, "gone")).containsExactly(id);
        storage.database()
                .call(connection -> Sql.update(connection, "DELETE FROM log WHERE id = ?", id));
        assertThat(find(owner, "gone")).isEmpty();
    }

    @Test
    void retractedMessageLeavesNoRow() {
        JID owner = storage.newAccount();
        long id = body(owner, "en", "regretted");
        assertThat(find(owner, "regretted")).containsExactly(id);
        new JdbcRetractions(storage.database())
                .replace(owner, new ArchivedMessage(id, Messages.stanza("tombstone")));
        assertThat(find(owner, "regretted")).isEmpty();
        assertThat(rows(owner)).isZero();
    }

    @Test
    void whatIsTooOldLeavesNoRow() {
        JID owner = storage.newAccount();
        body(owner, "en", "old");
        long last = body(owner, "en", "new");
        assertThat(find(owner, "old")).hasSize(1);
        JdbcArchiveRetention retention = new JdbcArchiveRetention(storage.database());
        retention.archives(0, 1_000).stream()
                .filter(each -> each.owner().equals(owner))
                .forEach(each ->
                        retention.trim(each.key(), new ArchiveRetention.Horizons(last, last), 100));
        assertThat(find(owner, "old")).isEmpty();
        assertThat(find(owner, "new")).containsExactly(last);
        assertThat(rows(owner)).isEqualTo(1);
    }

    @Test
    void immoderateBodyIsFoundByItsBeginning() {
        JID owner = storage.newAccount();
        StringBuilder body = new StringBuilder("needle ");
        for (int i = 0; i < 20_000; i++) {
            body.append("word").append(i).append(' ');
        }
        long id = body(owner, "en", body.toString());
        assertThat(find(owner, "needle word5")).containsExactly(id);
    }

    @Test
    void wordsOfOneArchiveAreFoundByTheIndexOfWords() {
        String plan =
                storage.database()
                        .transactionally(connection -> {
                            for (String off : List.of("enable_seqscan", "enable_indexscan")) {
                                Sql.first(
                                        connection,
                                        row -> row.getString(1),
                                        "SELECT set_config(?, 'off', true)",
                                        off);
                            }
                            return String.join(
                                    "\n",
                                    Sql.list(
                                            connection,
                                            row -> row.getString(1),
                                            "EXPLAIN " + JdbcMessageSearch.sql(2, true),
                                            1L,
                                            log.head() - 1,
                                            log.head(),
                                            "'#1'",
                                            "simple",
                                            "tea",
                                            "english",
                                            "tea",
                                            null,
                                            null,
                                            null,
                                            null,
                                            50));
                        });
        assertThat(plan).contains("words");
    }

    @Test
    void languagesAreKnownByTheirTags() {
        Languages languages = new Languages(Set.of("german", "norwegian"));
        assertThat(languages.configuration("de-AT")).isEqualTo("german");
        assertThat(languages.configuration("nn")).isEqualTo("norwegian");
        for (String tag : List.of("en", "", "!", "simple")) {
            assertThat(languages.configuration(tag)).isEqualTo("simple");
        }
        assertThat(languages.configuration(null)).isEqualTo("simple");
    }

    private long rows(JID owner) {
        return storage.database()
                .call(connection ->
                        Sql.first(
                                        connection,
                                        row -> row.getLong(1),
                                        "SELECT count(*) FROM search JOIN archive USING (archive_id) WHERE owner = ?",
                                        owner.toString())
                                .orElseThrow());
    }
}
