package dev.hermod.config;

import dev.hermod.config.Value.Entry;
import dev.hermod.config.Value.Mapping;
import dev.hermod.config.Value.Nothing;
import dev.hermod.config.Value.Scalar;
import dev.hermod.config.Value.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The keys of one level of the configuration, read by name. A bad value is noted as a problem and
/// its default is used, so that reading goes on; a key that nobody asked for is a problem in the
/// end.
final class Section {
    private final String path;
    private final Mapping mapping;
    private final Problems problems;
    private final TreeSet<String> asked = new TreeSet<>();
    private final List<Section> children = new ArrayList<>();

    Section(String path, Mapping mapping, Problems problems) {
        this.path = path;
        this.mapping = mapping;
        this.problems = problems;
    }

    /// A section with nothing in it, from which every default can be read.
    static Section empty() {
        return new Section("", Mapping.empty(new Place("defaults", 1, 1)), new Problems());
    }

    /// The value of a key, or its default when the key is absent or its value is bad.
    <T> T value(String key, T byDefault, Format<? extends T> format) {
        return switch (find(key)) {
            case null -> byDefault;
            case Scalar scalar -> parse(key(key), scalar, byDefault, format);
            case Nothing nothing -> complain(nothing, key, "has no value", byDefault);
            case Mapping other ->
                    complain(other, key, "is one value, not keys with values", byDefault);
            case Sequence other -> complain(other, key, "is one value, not a list", byDefault);
        };
    }

    /// The value of a key that has no default; when it is absent that is a problem, and `instead`
    /// is returned.
    <T> T required(String key, T instead, Format<? extends T> format) {
        if (!mapping.entries().containsKey(key)) {
            problems.add(mapping.place(), key(key), "is missing");
        }
        return value(key, instead, format);
    }

    /// The values of a list; an environment variable writes one with commas.
    <T> List<T> values(String key, List<T> byDefault, Format<T> format) {
        return switch (find(key)) {
            case null -> byDefault;
            case Nothing _ -> byDefault;
            case Sequence sequence -> items(key, sequence.items(), byDefault, format);
            case Scalar scalar when scalar.place().isVariable() ->
                    items(key, split(scalar), byDefault, format);
            case Scalar scalar ->
                    complain(scalar, key, "is a list: write [" + scalar.text() + "]", byDefault);
            case Mapping other ->
                    complain(other, key, "is a list, not keys with values", byDefault);
        };
    }

    /// The keys below a key; empty when it is absent or has no value.
    Section section(String key) {
        return section(key, "keys with values are expected below it");
    }

    /// The same, with what to say about a value that has no keys.
    Section section(String key, String expected) {
        return switch (find(key)) {
            case null -> child(key, Mapping.empty(mapping.place()));
            case Nothing nothing -> child(key, Mapping.empty(nothing.place()));
            case Mapping found -> child(key, found);
            case Scalar other -> notKeys(key, other, expected);
            case Sequence other -> notKeys(key, other, expected);
        };
    }

    /// A list whose items have keys themselves.
    List<Section> sections(String key) {
        return switch (find(key)) {
            case null -> List.of();
            case Nothing _ -> List.of();
            case Sequence sequence -> itemSections(key, sequence);
            case Scalar other ->
                    complain(
                            other,
                            key,
                            onlyInFile(other, "is a list of keys with values"),
                            List.of());
            case Mapping other -> complain(other, key, onlyInFile(other, "is a list"), List.of());
        };
    }

    /// The sections below a key whose keys are names chosen by the operator.
    Map<String, Section> named(String key, Format<String> nameFormat) {
        Map<String, Section> found = new LinkedHashMap<>();
        Section below = section(key);
        below.mapping
                .entries()
                .forEach((name, entry) -> {
                    if (entry.keyPlace().isVariable()) {
                        problems.add(
                                entry.keyPlace(),
                                below.key(name),
                                "can be set in the config file only");
                        below.asked.add(name);
                    } else {
                        var written = new Scalar(name, entry.keyPlace());
                        found.put(
                                parse(below.key(name), written, name, nameFormat),
                                below.section(name));
                    }
                });
        return found;
    }

    /// Whether the key has exactly this word as its value.
    boolean says(String key, String word) {
        return find(key) instanceof Scalar scalar && scalar.text().equals(word);
    }

    /// Notes a problem with the value of a key (with the whole section where the key is absent).
    void problem(String key, String message) {
        Entry entry = mapping.entries().get(key);
        problems.add(entry == null ? mapping.place() : entry.value().place(), key(key), message);
    }

    /// Notes a problem with the section as a whole.
    void problem(String message) {
        problems.add(mapping.place(), path, message);
    }

    /// Notes every key, here and below, that nobody asked for.
    void finish() {
        mapping.entries()
                .forEach((name, entry) -> {
                    if (!asked.contains(name)) {
                        problems.add(
                                entry.keyPlace(),
                                key(name),
                                "unknown key" + Nearest.hint(name, asked));
                    }
                });
        children.forEach(Section::finish);
    }

    private @Nullable Value find(String key) {
        asked.add(key);
        Entry entry = mapping.entries().get(key);
        return entry == null ? null : entry.value();
    }

    private Section child(String key, Mapping below) {
        Section child = new Section(key(key), below, problems);
        children.add(child);
        return child;
    }

    private Section notKeys(String key, Value other, String expected) {
        problems.add(other.place(), key(key), expected);
        return child(key, Mapping.empty(other.place()));
    }

    private List<Section> itemSections(String key, Sequence sequence) {
        List<Section> sections = new ArrayList<>();
        for (Value item : sequence.items()) {
            String name = key + "[" + sections.size() + "]";
            sections.add(
                    item instanceof Mapping found
                            ? child(name, found)
                            : notKeys(name, item, "keys with values are expected"));
        }
        return sections;
    }

    private <T> List<T> items(
            String key, List<Value> written, List<T> byDefault, Format<T> format) {
        List<T> items = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            String name = key(key) + "[" + i + "]";
            if (written.get(i) instanceof Scalar scalar) {
                parseItem(name, scalar, format).ifPresent(items::add);
            } else {
                problems.add(written.get(i).place(), name, "one value is expected");
            }
        }
        return items.size() == written.size() ? List.copyOf(items) : byDefault;
    }

    private static List<Value> split(Scalar scalar) {
        List<Value> items = new ArrayList<>();
        for (String item : scalar.text().split(",", -1)) {
            if (!item.isBlank()) {
                items.add(new Scalar(item.strip(), scalar.place()));
            }
        }
        return items;
    }

    private <T> T parse(String key, Scalar scalar, T byDefault, Format<? extends T> format) {
        Optional<? extends T> parsed = parseItem(key, scalar, format);
        return parsed.isPresent() ? parsed.get() : byDefault;
    }

    private <T> Optional<T> parseItem(String key, Scalar scalar, Format<T> format) {
        try {
            return Optional.of(format.parse(scalar.text()));
        } catch (BadValue e) {
            problems.add(scalar.place(), key, e.complaint());
            return Optional.empty();
        }
    }

    private <T> T complain(Value value, String key, String message, T byDefault) {
        problems.add(value.place(), key(key), message);
        return byDefault;
    }

    private static String onlyInFile(Value value, String message) {
        return value.place().isVariable()
                ? message + ": it can be set in the config file only"
                : message;
    }

    private String key(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
