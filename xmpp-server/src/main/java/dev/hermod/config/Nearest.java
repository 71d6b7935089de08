package dev.hermod.config;

import java.util.Collection;
import java.util.Comparator;

/// Finds what was probably meant by a mistyped word.
final class Nearest {
    private Nearest() {}

    /// Returns `; did you mean ...?`, or nothing when no candidate is near enough.
    static String hint(String written, Collection<String> candidates) {
        int near = Math.max(2, written.length() / 3);
        return candidates.stream()
                .filter(candidate -> distance(written, candidate) <= near)
                .min(Comparator.comparingInt(candidate -> distance(written, candidate)))
                .map(candidate -> "; did you mean " + candidate + "?")
                .orElse("");
    }

    /// Levenshtein distance, row by row.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
