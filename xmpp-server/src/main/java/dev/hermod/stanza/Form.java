package dev.hermod.stanza;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A data form (XEP-0004): questions, answers, or a table of results.
///
/// @param reported the columns of a table
/// @param items its rows
public record Form(
        Type type,
        @Nullable String title,
        List<String> instructions,
        List<Field> fields,
        List<Field> reported,
        List<List<Field>> items) {

    /// What a form is for.
    public enum Type {
        FORM("form"),
        SUBMIT("submit"),
        CANCEL("cancel"),
        RESULT("result");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        /// The type as it is written.
        public String word() {
            return word;
        }
    }

    /// What a field holds.
    public enum FieldType {
        BOOLEAN("boolean"),
        FIXED("fixed"),
        HIDDEN("hidden"),
        JID_MULTI("jid-multi"),
        JID_SINGLE("jid-single"),
        LIST_MULTI("list-multi"),
        LIST_SINGLE("list-single"),
        TEXT_MULTI("text-multi"),
        TEXT_PRIVATE("text-private"),
        TEXT_SINGLE("text-single");

        private final String word;

        FieldType(String word) {
            this.word = word;
        }

        /// The type as it is written.
        public String word() {
            return word;
        }

        /// True if it may hold more than one value.
        public boolean isMulti() {
            return this == JID_MULTI
                    || this == LIST_MULTI
                    || this == TEXT_MULTI
                    || this == FIXED
                    || this == HIDDEN;
        }
    }

    /// One choice of a list.
    public record Option(@Nullable String label, String value) {}

    /// One question or answer.
    ///
    /// @param name the `var`; only a fixed field may lack it
    /// @param type null where an answer leaves it out
    public record Field(
            @Nullable String name,
            @Nullable FieldType type,
            @Nullable String label,
            @Nullable String description,
            boolean required,
            List<String> values,
            List<Option> options) {

        public Field {
            values = List.copyOf(values);
            options = List.copyOf(options);
        }

        /// A field with a type, a label and values.
        public static Field of(
                String name, FieldType type, @Nullable String label, String... values) {
            return new Field(name, type, label, null, false, List.of(values), List.of());
        }

        /// An answer.
        public static Field answer(String name, String... values) {
            return new Field(name, null, null, null, false, List.of(values), List.of());
        }

        /// A choice of one or, by its type, of several.
        public static Field choice(
                String name,
                FieldType type,
                @Nullable String label,
                List<Option> options,
                String... values) {
            return new Field(name, type, label, null, false, List.of(values), options);
        }

        /// The same field, to be filled in.
        public Field asRequired() {
            return new Field(name, type, label, description, true, values, options);
        }

        /// The first value, or null.
        public @Nullable String value() {
            return values.isEmpty() ? null : values.getFirst();
        }
    }

    /// The field that says what kind of form it is (XEP-0068).
    public static final String FORM_TYPE = "FORM_TYPE";

    public Form {
        instructions = List.copyOf(instructions);
        fields = List.copyOf(fields);
        reported = List.copyOf(reported);
        items = items.stream().map(List::copyOf).toList();
    }

    /// A form of fields alone.
    public Form(Type type, List<Field> fields) {
        this(type, null, List.of(), fields, List.of(), List.of());
    }

    /// The field of this name, or null.
    public @Nullable Field field(String name) {
        for (Field field : fields) {
            if (name.equals(field.name())) {
                return field;
            }
        }
        return null;
    }

    /// The first value of the field of this name, or null.
    public @Nullable String value(String name) {
        Field field = field(name);
        return field == null ? null : field.value();
    }

    /// All values of the field of this name.
    public List<String> values(String name) {
        Field field = field(name);
        return field == null ? List.of() : field.values();
    }

    /// The value of a boolean field, or what to take where it is missing or neither true nor false.
    public boolean flag(String name, boolean otherwise) {
        return switch (value(name)) {
            case "1", "true" -> true;
            case "0", "false" -> false;
            case null, default -> otherwise;
        };
    }

    /// What kind of form it is, or null.
    public @Nullable String formType() {
        return value(FORM_TYPE);
    }
}
