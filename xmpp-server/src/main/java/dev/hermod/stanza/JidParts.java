package dev.hermod.stanza;

import com.ibm.icu.text.StringPrep;
import com.ibm.icu.text.StringPrepParseException;
import java.net.IDN;
import java.util.Locale;

/// Prepares the three parts of an address (RFC 6122 section 2).
final class JidParts {
    /// The most bytes of UTF-8 that a part may have.
    static final int LONGEST = 1023;

    private static final int LONGEST_LABEL = 63;
    private static final StringPrep NODEPREP = StringPrep.getInstance(StringPrep.RFC3920_NODEPREP);
    private static final StringPrep RESOURCEPREP =
            StringPrep.getInstance(StringPrep.RFC3920_RESOURCEPREP);

    private JidParts() {}

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    static String node(String node) throws InvalidJidException {
        boolean upper = false;
        for (int i = 0; i < node.length(); i++) {
            char c = node.charAt(i);
            if (c >= 0x80) {
                return sized(prepare(NODEPREP, node));
            }
            if (c <= ' ' || c == 0x7F || "\"&'/:<>@".indexOf(c) >= 0) {
                throw new InvalidJidException("a character is not allowed in a localpart");
            }
            upper |= c >= 'A' && c <= 'Z';
        }
        return sized(upper ? node.toLowerCase(Locale.ROOT) : node);
    }

    static String resource(String resource) throws InvalidJidException {
        for (int i = 0; i < resource.length(); i++) {
            char c = resource.charAt(i);
            if (c >= 0x80) {
                return sized(prepare(RESOURCEPREP, resource));
            }
            if (c < ' ' || c == 0x7F) {
                throw new InvalidJidException("a character is not allowed in a resourcepart");
            }
        }
        return sized(resource);
    }

    static String domain(String domain) throws InvalidJidException {
        int label = 0;
        boolean upper = false;
        for (int i = 0; i < domain.length(); i++) {
            char c = domain.charAt(i);
            if (c == '.' ? !isPlainLabel(domain, label, i) : !isLetterDigitHyphen(c)) {
                return sized(unusual(domain));
            }
            label = c == '.' ? i + 1 : label;
            upper |= c >= 'A' && c <= 'Z';
        }
        if (!isPlainLabel(domain, label, domain.length())) {
            return sized(unusual(domain));
        }
        return sized(upper ? domain.toLowerCase(Locale.ROOT) : domain);
    }

    private static boolean isLetterDigitHyphen(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || (c >= 'A' && c <= 'Z');
    }

    private static boolean isPlainLabel(String domain, int from, int to) {
        return to > from
                && to - from <= LONGEST_LABEL
                && domain.charAt(from) != '-'
                && domain.charAt(to - 1) != '-'
                && !domain.regionMatches(true, from, "xn--", 0, 4);
    }

    private static String unusual(String domain) throws InvalidJidException {
        try {
            String ascii = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            // Java lets a final dot pass, and with it a second spelling of every domain; Tinder
            // does not.
            if (!ascii.endsWith(".")) {
                return ascii;
            }
        } catch (IllegalArgumentException e) {
            // Refused below, as a final dot is.
        }
        throw new InvalidJidException("not a domain");
    }

    private static String prepare(StringPrep profile, String part) throws InvalidJidException {
        try {
            return profile.prepare(part, StringPrep.DEFAULT);
        } catch (StringPrepParseException | IndexOutOfBoundsException e) {
            // The second comes out of ICU when it wants to say where in a long part the fault is.
            throw new InvalidJidException("a character is not allowed in an address");
        }
    }

    private static String sized(String part) throws InvalidJidException {
        if (part.isEmpty()) {
            throw new InvalidJidException("a part of the address is empty");
        }
        if (part.length() > LONGEST / 3 && bytes(part) > LONGEST) {
            throw new InvalidJidException("a part of the address is too long");
        }
        return part;
    }

    private static int bytes(String part) {
        return part.codePoints().map(JidParts::bytes).sum();
    }

    private static int bytes(int code) {
        return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    }
}
