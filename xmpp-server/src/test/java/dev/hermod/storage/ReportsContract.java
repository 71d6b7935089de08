package dev.hermod.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/// What every storage of reports does.
public interface ReportsContract {
    JID SPAMMER = new JID("spammer@example.net");
    Instant THEN = Instant.parse("2026-01-02T03:04:05.678Z");

    Reports reports();

    /// A new account.
    JID owner();

    /// An address that no account has.
    JID nobody();

    private static Report report(JID reporter, @Nullable String text) {
        return report(0, reporter, text);
    }

    private static Report report(long id, JID reporter, @Nullable String text) {
        return new Report(
                id,
                THEN,
                reporter,
                SPAMMER,
                "urn:xmpp:reporting:spam",
                text,
                List.of(new Report.Reference("a@b", "1"), new Report.Reference("a@b", "2")),
                true,
                false);
    }

    private List<Report> of(JID reporter) {
        return reports().list(0, 1_000).stream()
                .filter(report -> report.reporter().equals(reporter))
                .toList();
    }

    @Test
    default void reportComesBackAsItWas() {
        JID owner = owner();
        reports().add(report(owner, "words"), 10);
        Report stored = of(owner).getFirst();
        assertThat(stored).isEqualTo(report(stored.id(), owner, "words"));
        assertThat(stored.id()).isPositive();
        reports().add(report(owner, null), 10);
        assertThat(of(owner).getLast().text()).isNull();
    }

    @Test
    default void listGoesOnBehindAReport() {
        JID owner = owner();
        reports().add(report(owner, "1"), 10);
        reports().add(report(owner, "2"), 10);
        List<Report> all = of(owner);
        assertThat(all).extracting(Report::text).containsExactly("1", "2");
        assertThat(reports().list(all.getFirst().id(), 1_000)).doesNotContain(all.getFirst());
        assertThat(reports().list(all.getFirst().id() - 1, 1)).containsExactly(all.getFirst());
    }

    @Test
    default void oldestOfAReporterMakeRoom() {
        JID owner = owner();
        JID other = owner();
        reports().add(report(other, "other"), 2);
        for (String text : List.of("1", "2", "3")) {
            reports().add(report(owner, text), 2);
        }
        assertThat(of(owner)).extracting(Report::text).containsExactly("2", "3");
        assertThat(of(other)).hasSize(1);
    }

    @Test
    default void whatWasSeenToIsForgotten() {
        JID owner = owner();
        reports().add(report(owner, "1"), 2);
        long id = of(owner).getFirst().id();
        assertThat(reports().remove(List.of(id, -1L))).isEqualTo(1);
        assertThat(of(owner)).isEmpty();
        assertThat(reports().remove(List.of(id))).isZero();
    }

    @Test
    default void nobodyReportsNothing() {
        JID nobody = nobody();
        reports().add(report(nobody, "1"), 2);
        assertThat(of(nobody)).isEmpty();
    }
}
