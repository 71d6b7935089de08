package dev.hermod.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value as it was written, with the place it came from and before anyone knows what it should
/// mean.
sealed interface Value {

    Place place();

    /// A text, number or word, unparsed.
    record Scalar(String text, Place place) implements Value {}

    /// A key with nothing behind it (or `~`, or `null`).
    record Nothing(Place place) implements Value {}

    record Sequence(List<Value> items, Place place) implements Value {}

    record Mapping(Map<String, Entry> entries, Place place) implements Value {

        static Mapping empty(Place place) {
            return new Mapping(new LinkedHashMap<>(), place);
        }
    }

    /// A key's own place, for complaints about the key, beside its value.
    record Entry(Place keyPlace, Value value) {}
}
