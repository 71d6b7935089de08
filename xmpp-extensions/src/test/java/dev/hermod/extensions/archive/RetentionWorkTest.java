package dev.hermod.extensions.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.feature.Feature;
import dev.hermod.storage.ArchiveRetention;
import dev.hermod.storage.ArchiveRetention.Horizons;
import dev.hermod.storage.MemoryArchiveRetention;
import dev.hermod.storage.MessageIds;
import dev.hermod.testing.TestServer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

class RetentionWorkTest {
    private static final JID ROMEO = TestServer.jid("romeo@example.org");
    private static final JID JULIET = TestServer.jid("juliet@example.org");
    private static final JID ROOM = TestServer.jid("room@conference.example.org");
    private static final Instant NOW = Instant.parse("2030-06-15T13:14:15Z");

    private static long id(String instant) {
        return MessageIds.first(Instant.parse(instant).toEpochMilli());
    }

    private static long archived(MemoryArchiveRetention stored, JID owner) {
        return Objects.requireNonNull(stored.trimmed().get(owner)).archived();
    }

    private static MemoryArchiveRetention trimmed(
            Map<String, String> settings, Map<JID, OptionalInt> choices) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        try (TestServer server = TestServer.with(settings, clock, new Feature[0])) {
            MemoryArchiveRetention stored =
                    (MemoryArchiveRetention) server.storage().port(ArchiveRetention.class);
            choices.forEach(stored::choose);
            for (JID owner : new JID[] {ROMEO, JULIET, ROOM}) {
                stored.addArchive(owner);
            }
            HistoryRules rules = new HistoryRules(server.features().services());
            new RetentionWork(server.features().services(), rules).trimAll();
            return stored;
        }
    }

    @Test
    void messagesAreKeptForWholeDaysAfterTheirs() {
        MemoryArchiveRetention stored =
                trimmed(
                        Map.of("HERMOD_ARCHIVE__RETENTION", "90d"),
                        Map.of(ROMEO, OptionalInt.of(10)));

        assertThat(stored.trimmed())
                .containsEntry(
                        ROMEO, new Horizons(id("2030-06-05T00:00:00Z"), id("2029-06-15T00:00:00Z")))
                .containsEntry(
                        JULIET,
                        new Horizons(id("2030-03-17T00:00:00Z"), id("2029-06-15T00:00:00Z")));
    }

    @Test
    void foreverHasNoBorderAndDeliveredThePresent() {
        MemoryArchiveRetention stored = trimmed(Map.of(), Map.of(ROMEO, OptionalInt.of(0)));

        assertThat(archived(stored, ROMEO)).isEqualTo(id("2030-06-15T13:14:15Z"));
        assertThat(archived(stored, JULIET)).isZero();
        assertThat(archived(stored, ROOM)).isZero();
        assertThat(stored.dropped()).isZero();
    }

    @Test
    void maximumOfTheDomainCountsMoreThanAnAccountsChoice() {
        MemoryArchiveRetention stored =
                trimmed(
                        Map.of("HERMOD_ARCHIVE__MAXIMUM", "2y"),
                        Map.of(ROMEO, OptionalInt.of(Integer.MAX_VALUE)));

        assertThat(archived(stored, ROMEO)).isEqualTo(id("2028-06-15T00:00:00Z"));
        assertThat(stored.dropped()).isEqualTo(id("2028-06-15T00:00:00Z"));
    }

    @Test
    void roomsFallUnderTheRulesOfTheServedDomainNextAboveTheirs() {
        List<String> served = List.of("example.org", "staff.example.org", "localhost");

        assertThat(HistoryRules.ruling("conference.example.org", served)).isEqualTo("example.org");
        assertThat(HistoryRules.ruling("conference.staff.example.org", served))
                .isEqualTo("staff.example.org");
        assertThat(HistoryRules.ruling("conference.localhost", served)).isEqualTo("localhost");
        assertThat(HistoryRules.ruling("staff.example.org", served)).isEqualTo("staff.example.org");
        assertThat(HistoryRules.ruling("rooms.example.net", served)).isEqualTo("rooms.example.net");
    }

    @Test
    void monthsAreNotDroppedBeforeWhatIsUndeliveredIsGivenUp() {
        MemoryArchiveRetention stored = trimmed(Map.of("HERMOD_ARCHIVE__MAXIMUM", "30d"), Map.of());

        assertThat(stored.dropped()).isEqualTo(id("2029-06-15T00:00:00Z"));
    }
}
