package dev.hermod.extensions.reports;

import dev.hermod.storage.Report;
import dev.hermod.xml.FrozenElement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Reads the report inside an item of the blocking command (XEP-0377 4 to 6), within bounds.
final class ReportPayload {
    static final String NAMESPACE = "urn:xmpp:reporting:1";
    private static final String STANZA_IDS = "urn:xmpp:sid:0";
    private static final int MOST_MESSAGES = 100;
    private static final int LONGEST_TEXT = 4_000;
    private static final int LONGEST_NAME = 1_024;

    private ReportPayload() {}

    /// Empty where there is none, or one without a reason, which is none.
    static Optional<Report> of(JID reporter, JID reported, FrozenElement item, Instant now) {
        FrozenElement report = item.child("report", NAMESPACE);
        String reason = report == null ? null : report.attr("reason");
        if (report == null || reason == null || reason.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Report(
                        0,
                        now,
                        reporter,
                        reported,
                        cut(reason, LONGEST_NAME),
                        text(report),
                        messages(report),
                        report.child("report-origin", NAMESPACE) != null,
                        report.child("third-party", NAMESPACE) != null));
    }

    /// In the language that comes first.
    private static @Nullable String text(FrozenElement report) {
        FrozenElement text = report.child("text", NAMESPACE);
        return text == null || text.text().isBlank()
                ? null
                : cut(text.text().strip(), LONGEST_TEXT);
    }

    private static List<Report.Reference> messages(FrozenElement report) {
        return report.children("stanza-id", STANZA_IDS).stream()
                .filter(id -> id.attr("by") != null && id.attr("id") != null)
                .limit(MOST_MESSAGES)
                .map(id ->
                        new Report.Reference(
                                cut(String.valueOf(id.attr("by")), LONGEST_NAME),
                                cut(String.valueOf(id.attr("id")), LONGEST_NAME)))
                .toList();
    }

    /// Never in the middle of a character.
    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(
                0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
