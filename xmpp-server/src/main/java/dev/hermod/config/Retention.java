package dev.hermod.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a message stays in an archive.
public sealed interface Retention {

    /// Until it is delivered.
    record Delivered() implements Retention {}

    /// That many days; a year is 365.
    record Days(int days) implements Retention {}

    record Forever() implements Retention {}

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
        return new Days(span.group(2).equals("y") ? Math.multiplyExact(number, 365) : number);
    }
}
