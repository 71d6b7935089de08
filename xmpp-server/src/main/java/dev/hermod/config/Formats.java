package dev.hermod.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The forms that values of the configuration take.
final class Formats {
    static final Format<Integer> PORT = number(0, 65_535, "");
    static final Format<String> SOME_TEXT = Formats::someText;
    static final Format<String> HOST = Formats::host;
    static final Format<String> DOMAIN = Formats::domain;
    static final Format<String> BARE_JID = Formats::bareJid;
    static final Format<String> CONTACT = Formats::contact;
    static final Format<URI> REDIS = Formats::redis;
    static final Format<String> PUBLIC_URL = Formats::publicUrl;
    static final Format<String> ORIGIN = Formats::origin;
    static final Format<String> NETWORK = Formats::network;

    private static final Pattern LABEL =
            Pattern.compile("[\\p{L}\\p{N}]([\\p{L}\\p{M}\\p{N}-]*[\\p{L}\\p{M}\\p{N}])?");

    /// RFC 7622 section 3.3.1, and what no address can have.
    private static final Pattern NOT_IN_LOCALPART = Pattern.compile("[\"&'/:<>@\\s\\p{Cntrl}]");

    private static final int LONGEST_PART = 1023;
    private static final int LONGEST_LABEL = 63;

    private Formats() {}

    /// A whole number within a range, both ends allowed.
    static Format<Integer> number(int min, int max, String unit) {
        String range = (unit.isEmpty() ? "a number" : unit) + " from " + min + " to " + max;
        return text -> {
            try {
                int number = Integer.parseInt(text);
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new BadValue("'" + text + "' is not a whole number, expected: " + range);
            }
            throw new BadValue(text + " is out of range, expected: " + range);
        };
    }

    /// One of an enum's constants, written in lower case with dashes.
    static <E extends Enum<E>> Format<E> choice(Class<E> type) {
        List<String> words = Arrays.stream(type.getEnumConstants()).map(Formats::word).toList();
        return text -> {
            int index = words.indexOf(text);
            if (index < 0) {
                throw notOneOf(text, words);
            }
            return type.getEnumConstants()[index];
        };
    }

    static Format<String> oneOf(List<String> words) {
        return text -> {
            if (!words.contains(text)) {
                throw notOneOf(text, words);
            }
            return text;
        };
    }

    /// A path; a relative one starts at `base`.
    static Format<Path> path(Path base) {
        return text -> {
            try {
                return base.resolve(someText(text)).normalize();
            } catch (InvalidPathException e) {
                throw new BadValue("'" + text + "' is not a path");
            }
        };
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static BadValue notOneOf(String text, List<String> words) {
        return new BadValue(
                "'"
                        + text
                        + "' is not one of "
                        + String.join(", ", words)
                        + Nearest.hint(text, words));
    }

    private static String someText(String text) throws BadValue {
        if (text.isBlank()) {
            throw new BadValue("must not be empty");
        }
        return text;
    }

    private static String host(String text) throws BadValue {
        if (text.isBlank()
                || text.chars().anyMatch(Character::isWhitespace)
                || text.startsWith("[")) {
            throw new BadValue(
                    "'"
                            + text
                            + "' is not a host name or address (write IPv6 as ::1, without brackets)");
        }
        return text;
    }

    /// RFC 7622 section 3.2; the full preparation of an address is done where addresses are made.
    private static String domain(String text) throws BadValue {
        String domain = text.toLowerCase(Locale.ROOT);
        boolean good =
                Arrays.stream(domain.split("\\.", -1))
                        .allMatch(label ->
                                label.length() <= LONGEST_LABEL && LABEL.matcher(label).matches());
        if (!good || bytes(domain) > LONGEST_PART) {
            throw new BadValue("'" + text + "' is not a domain name");
        }
        return domain;
    }

    private static String bareJid(String text) throws BadValue {
        int at = text.indexOf('@');
        String localpart = text.substring(0, Math.max(at, 0)).toLowerCase(Locale.ROOT);
        boolean good =
                at > 0
                        && bytes(localpart) <= LONGEST_PART
                        && !NOT_IN_LOCALPART.matcher(localpart).find();
        if (!good) {
            throw new BadValue(
                    "'" + text + "' is not an account's address, such as admin@example.org");
        }
        return localpart + "@" + domain(text.substring(at + 1));
    }

    /// XEP-0157 3: a URI.
    private static String contact(String text) throws BadValue {
        try {
            if (new URI(text).isAbsolute()) {
                return text;
            }
        } catch (URISyntaxException e) {
            throw new BadValue("'" + text + "' is not a URI: " + e.getReason());
        }
        throw new BadValue(
                "'" + text + "' is not a URI, such as mailto:" + text + " or xmpp:" + text);
    }

    private static URI redis(String text) throws BadValue {
        try {
            URI uri = new URI(text);
            boolean scheme = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
            if (scheme && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // The text is not repeated: it may hold a password.
            throw new BadValue("is not an address: " + e.getReason());
        }
        throw new BadValue(
                "is not a Redis address, such as redis://127.0.0.1:6379 (rediss:// with TLS)");
    }

    private static String publicUrl(String text) throws BadValue {
        if (text.isEmpty() || text.matches("https?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9._~/-]*)?")) {
            return text.replaceAll("/+$", "");
        }
        throw new BadValue("'" + text + "' is not an address, such as https://chat.example.org");
    }

    /// RFC 6454 section 6.2.
    private static String origin(String text) throws BadValue {
        String origin = text.toLowerCase(Locale.ROOT);
        if (origin.equals("null") || origin.matches("[a-z][a-z0-9+.-]*://[a-z0-9.:\\[\\]-]+")) {
            return origin;
        }
        throw new BadValue("'" + text + "' is not an origin, such as https://chat.example.org");
    }

    private static String network(String text) throws BadValue {
        int slash = text.indexOf('/');
        try {
            byte[] address =
                    InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
            int bits = slash < 0 ? 0 : Integer.parseInt(text.substring(slash + 1));
            if (bits >= 0 && bits <= address.length * Byte.SIZE) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            throw new BadValue("'" + text + "' is not an address or network, such as 10.0.0.0/8");
        }
        throw new BadValue("'" + text + "' is not a network, such as 10.0.0.0/8");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
