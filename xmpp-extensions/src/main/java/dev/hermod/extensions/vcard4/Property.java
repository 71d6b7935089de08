package dev.hermod.extensions.vcard4;

import java.util.List;
import java.util.Set;

/// What both formats can say of a property.
///
/// @param types such as `home`, and `pref` for the preferred one; those that both formats know
/// @param values as many as the kind has parts; all empty for one that says nothing
record Property(Kind kind, Set<String> types, List<String> values) {
    Property {
        types = Set.copyOf(types);
        values = List.copyOf(values);
    }

    boolean isBlank() {
        return values.stream().allMatch(String::isBlank);
    }
}
