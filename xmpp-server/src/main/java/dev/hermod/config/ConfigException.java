package dev.hermod.config;

import java.util.List;
import java.util.stream.Collectors;

/// The configuration cannot be used. It names every problem found, not only the first.
public final class ConfigException extends Exception {
    private final transient List<Problem> problems;

    ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /// In the order of the file, those of the environment last.
    public List<Problem> problems() {
        return problems;
    }
}
