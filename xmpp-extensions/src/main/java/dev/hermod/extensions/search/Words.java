package dev.hermod.extensions.search;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Locale;

/// Text as words with single spaces between, in lower case and compatibility form (NFKC). Done here
/// for messages and for queries, so that both are cut alike whatever the database's locale is. What
/// is written without spaces (Chinese, Japanese) becomes a word a character.
///
/// Bounded: what comes behind so many characters is not found.
public final class Words {
    private static final int MOST = 60_000;
    private static final int MOST_OF_A_QUERY = 500;

    /// A longer word is cut.
    private static final int LONGEST = 100;

    private final StringBuilder out = new StringBuilder();
    private final boolean query;
    private final int most;
    private int word;
    private boolean quoted;
    private boolean run;

    private Words(boolean query) {
        this.query = query;
        this.most = query ? MOST_OF_A_QUERY : MOST;
    }

    /// Of what a message says; empty when it has no words.
    public static String of(String text) {
        return new Words(false).read(text);
    }

    /// Of what somebody looks for; empty when it has no words. Kept are quotation marks around a
    /// phrase and a minus before a word that must not be there. A run of characters that are words
    /// each becomes a phrase.
    public static String sought(String text) {
        String words = new Words(true).read(text);
        return words.codePoints().anyMatch(Character::isLetterOrDigit) ? words : "";
    }

    private String read(String text) {
        String cut = text.substring(0, Math.min(text.length(), most));
        String plain = Normalizer.normalize(cut, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        plain.codePoints().takeWhile(_ -> out.length() < most).forEach(this::take);
        endRun();
        if (quoted) {
            out.append('"');
        }
        return out.toString().strip();
    }

    private void take(int character) {
        if (standsAlone(character)) {
            beginRun();
            space();
            out.appendCodePoint(character);
            word = LONGEST;
        } else if (belongs(character)) {
            if (run) {
                endRun();
                space();
            }
            if (word < LONGEST) {
                out.appendCodePoint(character);
            }
            word++;
        } else {
            endRun();
            separate(character);
        }
    }

    private void separate(int character) {
        boolean afterSpace = word == 0;
        space();
        if (query && character == '"') {
            quote();
        } else if (query && character == '-' && afterSpace && !quoted) {
            out.append('-');
        }
    }

    private void quote() {
        if (quoted) {
            out.setLength(out.length() - (out.charAt(out.length() - 1) == ' ' ? 1 : 0));
            out.append("\" ");
        } else {
            out.append('"');
        }
        quoted = !quoted;
    }

    /// Ends a word. The characters of a run stand one by one.
    private void space() {
        word = 0;
        if (!out.isEmpty() && "\"- ".indexOf(out.charAt(out.length() - 1)) < 0) {
            out.append(' ');
        }
    }

    private void beginRun() {
        if (!run) {
            run = true;
            if (query && !quoted) {
                space();
                out.append('"');
            }
        }
    }

    private void endRun() {
        if (run) {
            run = false;
            word = 0;
            if (query && !quoted) {
                out.append("\" ");
            }
        }
    }

    private static boolean belongs(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK ->
                    true;
            default -> Character.isLetterOrDigit(character);
        };
    }

    private static boolean standsAlone(int character) {
        return switch (UnicodeScript.of(character)) {
            case HAN, HIRAGANA, KATAKANA -> Character.isLetterOrDigit(character);
            default -> false;
        };
    }
}
