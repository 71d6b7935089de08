package dev.hermod.storage.jdbc.backup;

import java.util.Collection;
import java.util.stream.Collectors;

/// Text from a file or a catalogue as it may stand in SQL.
final class Names {
    private Names() {}

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String quoted(Collection<String> names) {
        return names.stream().map(Names::quoted).collect(Collectors.joining(", "));
    }

    /// For text without backslashes, which every literal is with `standard_conforming_strings`.
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
