package dev.hermod.stanza;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.PacketError;

/// Dates with times as XEP-0082 writes them.
public final class Timestamps {
    private static final int LONGEST = 40;
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final DateTimeFormatter WRITTEN =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
                    .appendFraction(ChronoField.MILLI_OF_SECOND, 3, 3, true)
                    .appendLiteral('Z')
                    .toFormatter(Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Timestamps() {}

    /// The instant in UTC, to the millisecond.
    public static String format(Instant instant) {
        return WRITTEN.format(instant.truncatedTo(ChronoUnit.MILLIS));
    }

    /// The instant that this text is.
    ///
    /// @throws StanzaException `bad-request` if it is none
    public static Instant parse(String text) throws StanzaException {
        Instant instant = parseOrNull(text);
        if (instant == null) {
            throw new StanzaException(PacketError.Condition.bad_request, "not a date and time");
        }
        return instant;
    }

    /// The instant that this text is, in the years 0000 to 9999, or null if it is none.
    public static @Nullable Instant parseOrNull(@Nullable String text) {
        // The profile has four digits of a year; Java would read more, and signs.
        if (text == null || text.length() > LONGEST || text.indexOf('-') != 4) {
            return null;
        }
        try {
            Instant instant =
                    OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
            // An offset can take the first and the last day out of those years.
            return instant.isBefore(FIRST) || instant.isAfter(LAST) ? null : instant;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
