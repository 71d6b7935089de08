package dev.hermod.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.hermod.config.Value.Entry;
import dev.hermod.config.Value.Mapping;
import dev.hermod.config.Value.Nothing;
import dev.hermod.config.Value.Scalar;
import dev.hermod.config.Value.Sequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/// Reads YAML into values that know their place. Data binding would report an unknown key after its
/// value and stop at the first problem, so the tree is built from the tokens.
final class YamlTree {
    private final String file;
    private final Problems problems;

    YamlTree(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /// Returns the keys of the document; an empty mapping when it is empty or could not be read.
    Mapping read(String yaml) throws IOException {
        try (YAMLParser parser = new YAMLFactory().createParser(yaml)) {
            return document(parser);
        } catch (JsonProcessingException e) {
            notYaml(e);
        }
        return Mapping.empty(start());
    }

    /// Jackson points at where the broken structure began; the parser below it knows where it
    /// broke.
    private void notYaml(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException cause && cause.getProblemMark() != null) {
            Mark mark = cause.getProblemMark();
            var place = new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
            problems.add(place, "", "this is not YAML: " + cause.getProblem());
        } else {
            problems.add(place(e.getLocation()), "", "this is not YAML: " + e.getOriginalMessage());
        }
    }

    private Mapping document(YAMLParser parser) throws IOException {
        if (parser.nextToken() == null) {
            return Mapping.empty(start());
        }
        Value root = value(parser, "");
        if (parser.nextToken() != null) {
            problems.add(here(parser), "", "one document is expected, a second one starts here");
        }
        return switch (root) {
            case Mapping mapping -> mapping;
            case Nothing _ -> Mapping.empty(start());
            case Scalar _, Sequence _ -> {
                problems.add(root.place(), "", "keys with values are expected here");
                yield Mapping.empty(start());
            }
        };
    }

    private Value value(YAMLParser parser, String path) throws IOException {
        Place place = here(parser);
        if (parser.isCurrentAlias()) {
            problems.add(place, path, "aliases (*name) are not supported: write the value itself");
            return new Nothing(place);
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(parser, path, place);
            case START_ARRAY -> sequence(parser, path, place);
            case VALUE_NULL -> new Nothing(place);
            default -> new Scalar(parser.getText(), place);
        };
    }

    private Mapping mapping(YAMLParser parser, String path, Place place) throws IOException {
        Mapping mapping = Mapping.empty(place);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Place keyPlace = here(parser);
            String name = parser.currentName();
            String key = path.isEmpty() ? name : path + "." + name;
            parser.nextToken();
            Entry before =
                    mapping.entries().putIfAbsent(name, new Entry(keyPlace, value(parser, key)));
            if (before != null) {
                problems.add(
                        keyPlace, key, "given twice, first in line " + before.keyPlace().line());
            }
        }
        return mapping;
    }

    private Sequence sequence(YAMLParser parser, String path, Place place) throws IOException {
        List<Value> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser, path + "[" + items.size() + "]"));
        }
        return new Sequence(items, place);
    }

    private Place start() {
        return new Place(file, 1, 1);
    }

    private Place here(YAMLParser parser) {
        return place(parser.currentTokenLocation());
    }

    private Place place(JsonLocation location) {
        return new Place(file, location.getLineNr(), location.getColumnNr());
    }
}
