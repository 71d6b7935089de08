package dev.hermod.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a message stays in an archive.
public sealed interface Retention {
    /// Days of a year.
    int YEAR = 365;

    /// Until it is delivered.
    record Delivered() implements Retention {}

    /// That many days; a year is 365.
    record Days(int days) implements Retention {}

    record Forever() implements Retention {}

    /// The one that ends earlier.
    static Retention shorter(Retention a, Retention b) {
        return a.days() <= b.days() ? a : b;
    }

    /// How many days it lasts; 0 until delivery, and more than anybody lives for ever.
    default int days() {
        return switch (this) {
            case Delivered _ -> 0;
            case Days(int days) -> days;
            case Forever _ -> Integer.MAX_VALUE;
        };
    }

    /// As it is written in the configuration; whole years as such.
    default String text() {
        return switch (this) {
            case Delivered _ -> "delivered";
            case Days(int days) when days % YEAR == 0 -> days / YEAR + "y";
            case Days(int days) -> days + "d";
            case Forever _ -> "forever";
        };
    }

    /// What [#days] says, read back.
    static Retention ofDays(int days) {
        return switch (days) {
            case 0 -> new Delivered();
            case Integer.MAX_VALUE -> new Forever();
            default -> new Days(days);
        };
    }

    /// What the text says, if it is one of these.
    static Optional<Retention> of(String text) {
        try {
            return Optional.of(parse(text));
        } catch (BadValue e) {
            return Optional.empty();
        }
    }

    /// Reads `delivered`, `forever`, days such as `90d` or years such as `5y`.
    static Retention parse(String text) throws BadValue {
        return switch (text) {
            case "delivered" -> new Delivered();
            case "forever" -> new Forever();
            default -> days(text);
        };
    }

    private static Days days(String text) throws BadValue {
        Matcher span = Pattern.compile("([1-9][0-9]{0,4})([dy])").matcher(text);
        if (!span.matches()) {
            throw new BadValue(
                    "'" + text + "' is not one of delivered, forever, days (90d) or years (5y)");
        }
        int number = Integer.parseInt(span.group(1));
        return new Days(span.group(2).equals("y") ? Math.multiplyExact(number, YEAR) : number);
    }
}
