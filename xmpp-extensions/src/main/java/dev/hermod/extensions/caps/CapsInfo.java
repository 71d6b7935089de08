package dev.hermod.extensions.caps;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An answer to disco#info in full, as a verification string is made of it.
record CapsInfo(List<Who> identities, List<String> features, List<Form> forms) {
    CapsInfo {
        identities = List.copyOf(identities);
        features = List.copyOf(features);
        forms = List.copyOf(forms);
    }

    /// Everything in it that somebody else chose, in no particular order.
    List<String> parts() {
        Stream<String> who =
                identities.stream()
                        .flatMap(one ->
                                Stream.of(one.category(), one.type(), one.lang(), one.name()));
        Stream<String> fields =
                forms.stream()
                        .flatMap(form -> form.fields().stream())
                        .flatMap(field ->
                                Stream.concat(Stream.of(field.var()), field.values().stream()));
        return Stream.of(who, features.stream(), fields).flatMap(part -> part).toList();
    }

    /// An identity; what is absent is the empty string.
    record Who(String category, String type, String lang, String name) {}

    /// Extended information (XEP-0128).
    record Form(List<Field> fields) {
        static final String FORM_TYPE = "FORM_TYPE";

        Form {
            fields = List.copyOf(fields);
        }

        /// The field that names the form's type. Only a hidden one does, and without it the form is
        /// ignored (XEP-0115 5.4).
        @Nullable Field formType() {
            return fields.stream()
                    .filter(field -> field.var().equals(FORM_TYPE) && field.hidden())
                    .filter(field -> !field.values().isEmpty())
                    .findFirst()
                    .orElse(null);
        }

        /// The values of all fields of this name.
        List<String> valuesOf(String var) {
            return fields.stream()
                    .filter(field -> field.var().equals(var))
                    .flatMap(field -> field.values().stream())
                    .toList();
        }
    }

    /// A form's field; `var` is empty when it has no name.
    record Field(String var, boolean hidden, List<String> values) {
        Field {
            values = List.copyOf(values);
        }
    }
}
