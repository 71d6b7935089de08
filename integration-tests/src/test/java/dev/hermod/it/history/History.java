package dev.hermod.it.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What was noted in a run, in order; any thread may note.
final class History {
    private final List<Fact> facts = new ArrayList<>();

    synchronized void note(Fact fact) {
        facts.add(fact);
    }

    synchronized List<Fact> facts() {
        return List.copyOf(facts);
    }

    synchronized int size() {
        return facts.size();
    }

    /// Writes it for people, a line a fact.
    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, facts().stream().map(Fact::toString).toList());
    }
}
