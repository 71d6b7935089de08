package dev.hermod.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.ibm.icu.text.StringPrep;
import com.ibm.icu.text.StringPrepParseException;
import java.security.SecureRandom;

/// Preparing and making passwords.
public final class Passwords {
    /// The most bytes of UTF-8 that a password may have.
    public static final int LONGEST = 1024;

    // 32 characters that nobody mistakes for one another, 5 bits each.
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int GROUPS = 4;
    private static final int GROUP_LENGTH = 7;

    private Passwords() {}

    /// Prepares a password by SASLprep for stored strings (RFC 4013). Fails with an
    /// [IllegalArgumentException] that does not repeat the password when it is empty, longer than
    /// [#LONGEST] or holds what SASLprep forbids.
    public static String prepare(String password) {
        if (password.length() > LONGEST) {
            throw new IllegalArgumentException("the password is too long");
        }
        String prepared = isPrintableAscii(password) ? password : saslprep(password);
        if (prepared.isEmpty()) {
            throw new IllegalArgumentException("the password is empty");
        }
        if (prepared.getBytes(UTF_8).length > LONGEST) {
            throw new IllegalArgumentException("the password is too long");
        }
        return prepared;
    }

    /// A new random password of 140 bits, easy to read and to type.
    public static String generate(SecureRandom random) {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP_LENGTH; i++) {
            if (i > 0 && i % GROUP_LENGTH == 0) {
                password.append('-');
            }
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }

    private static boolean isPrintableAscii(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private static String saslprep(String password) {
        try {
            return StringPrep.getInstance(StringPrep.RFC4013_SASLPREP)
                    .prepare(password, StringPrep.DEFAULT);
        } catch (StringPrepParseException e) {
            // The cause is left out: its message quotes the password.
            throw new IllegalArgumentException(
                    "the password holds characters that SASLprep forbids");
        }
    }
}
