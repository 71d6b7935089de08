package dev.hermod.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects problems while the configuration is read, so that all of them are told at once.
final class Problems {
    private static final Comparator<Problem> IN_READING_ORDER =
            Comparator.comparing((Problem problem) -> problem.line() == 0)
                    .thenComparingInt(Problem::line)
                    .thenComparingInt(Problem::column)
                    .thenComparing(Problem::file);

    private final List<Problem> found = new ArrayList<>();

    void add(Place place, String key, String message) {
        found.add(new Problem(place.file(), place.line(), place.column(), key, message));
    }

    void throwIfAny() throws ConfigException {
        if (!found.isEmpty()) {
            throw new ConfigException(found.stream().sorted(IN_READING_ORDER).toList());
        }
    }
}
