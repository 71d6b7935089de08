package dev.hermod.config;

import dev.hermod.config.Value.Entry;
import dev.hermod.config.Value.Mapping;
import dev.hermod.config.Value.Scalar;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Puts `HERMOD_...` variables over the values of the file: `HERMOD_LISTENERS__C2S_TLS__PORT` is
/// `listeners.c2s-tls.port`. A name that is no key is found later, as an unknown key of the file
/// is.
final class EnvironmentOverlay {
    private static final String PREFIX = "HERMOD_";

    /// Not ours to judge: the launcher's and the tests' own variables, and those that Kubernetes
    /// and Docker set in every container beside a service called `hermod`.
    private static final Pattern FOREIGN =
            Pattern.compile(
                    "HERMOD_(JVM_OPTIONS|TEST_.*|SERVICE_HOST|SERVICE_PORT(_.*)?"
                            + "|PORT(_[0-9]+_(TCP|UDP|SCTP)(_.*)?)?)");

    private final Problems problems;

    EnvironmentOverlay(Problems problems) {
        this.problems = problems;
    }

    void apply(Map<String, String> environment, Mapping root) {
        new TreeMap<>(environment)
                .forEach((name, text) -> {
                    if (name.startsWith(PREFIX) && !FOREIGN.matcher(name).matches()) {
                        set(name, text, root);
                    }
                });
    }

    private void set(String name, String text, Mapping root) {
        Place place = Place.variable(name);
        String[] path = path(name);
        Mapping parent = root;
        for (int level = 0; level < path.length - 1; level++) {
            parent = descend(parent, path, level, place);
        }
        Entry before =
                parent.entries()
                        .put(path[path.length - 1], new Entry(place, new Scalar(text, place)));
        if (before != null && before.keyPlace().isVariable()) {
            problems.add(
                    place, String.join(".", path), "set together with " + before.keyPlace().file());
        }
    }

    private Mapping descend(Mapping parent, String[] path, int level, Place place) {
        String key = path[level];
        Entry entry = parent.entries().get(key);
        if (entry != null && entry.value() instanceof Mapping mapping) {
            return mapping;
        }
        if (entry != null
                && entry.value() instanceof Scalar scalar
                && scalar.place().isVariable()) {
            String dotted = String.join(".", Arrays.asList(path).subList(0, level + 1));
            problems.add(place, dotted, "set together with " + scalar.place().file());
        }
        Mapping mapping = Mapping.empty(place);
        parent.entries().put(key, new Entry(place, mapping));
        return mapping;
    }

    private static String[] path(String name) {
        String[] levels = name.substring(PREFIX.length()).toLowerCase(Locale.ROOT).split("__", -1);
        for (int level = 0; level < levels.length; level++) {
            levels[level] = levels[level].replace('_', '-');
        }
        return levels;
    }
}
