package dev.hermod.stanza;

import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.Form.Option;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.PacketError;

/// Reads, writes and checks data forms (XEP-0004), of a bounded size.
public final class DataForms {
    public static final String NAMESPACE = "jabber:x:data";

    private static final int MOST_FIELDS = 256;
    private static final int MOST_VALUES = 1024;
    private static final int MOST_ITEMS = 1024;

    private DataForms() {}

    /// The form among the children of a payload, or null.
    public static @Nullable Form in(FrozenElement parent) throws StanzaException {
        FrozenElement x = parent.child("x", NAMESPACE);
        return x == null ? null : parse(x);
    }

    /// The form that this `<x/>` is.
    ///
    /// @throws StanzaException `bad-request` if it is none, or too big
    public static Form parse(FrozenElement x) throws StanzaException {
        List<List<Field>> items = new ArrayList<>();
        for (FrozenElement item : bounded(x.children("item", NAMESPACE), MOST_ITEMS)) {
            items.add(fields(item));
        }
        FrozenElement reported = x.child("reported", NAMESPACE);
        return new Form(
                type(x.attr("type")),
                text(x, "title"),
                texts(x, "instructions"),
                fields(x),
                reported == null ? List.of() : fields(reported),
                items);
    }

    private static Form.Type type(@Nullable String word) throws StanzaException {
        for (Form.Type type : Form.Type.values()) {
            if (type.word().equals(word)) {
                return type;
            }
        }
        throw bad("a form of no known type");
    }

    private static List<Field> fields(FrozenElement parent) throws StanzaException {
        List<Field> fields = new ArrayList<>();
        for (FrozenElement field : bounded(parent.children("field", NAMESPACE), MOST_FIELDS)) {
            fields.add(field(field));
        }
        return fields;
    }

    private static Field field(FrozenElement field) throws StanzaException {
        FieldType type = fieldType(field.attr("type"));
        String name = field.attr("var");
        if (name == null && type != FieldType.FIXED) {
            throw bad("a field without a name");
        }
        return new Field(
                name,
                type,
                field.attr("label"),
                text(field, "desc"),
                field.child("required", NAMESPACE) != null,
                texts(field, "value"),
                options(field));
    }

    // XEP-0004 section 3.3: what is unknown counts as text-single.
    private static @Nullable FieldType fieldType(@Nullable String word) {
        if (word == null) {
            return null;
        }
        for (FieldType type : FieldType.values()) {
            if (type.word().equals(word)) {
                return type;
            }
        }
        return FieldType.TEXT_SINGLE;
    }

    private static List<Option> options(FrozenElement field) throws StanzaException {
        List<Option> options = new ArrayList<>();
        for (FrozenElement option : bounded(field.children("option", NAMESPACE), MOST_VALUES)) {
            String value = text(option, "value");
            if (value == null) {
                throw bad("an option without a value");
            }
            options.add(new Option(option.attr("label"), value));
        }
        return options;
    }

    private static @Nullable String text(FrozenElement parent, String name) {
        FrozenElement child = parent.child(name, NAMESPACE);
        return child == null ? null : child.text();
    }

    private static List<String> texts(FrozenElement parent, String name) throws StanzaException {
        return bounded(parent.children(name, NAMESPACE), MOST_VALUES).stream()
                .map(FrozenElement::text)
                .toList();
    }

    private static <T> List<T> bounded(List<T> parts, int most) throws StanzaException {
        if (parts.size() > most) {
            throw bad("the form is too big");
        }
        return parts;
    }

    private static StanzaException bad(String text) {
        return new StanzaException(PacketError.Condition.bad_request, text);
    }

    /// The `<x/>` of a form.
    public static FrozenElement element(Form form) {
        FrozenElement.Builder x =
                FrozenElement.named("x", NAMESPACE).attribute("type", form.type().word());
        x.child(leaf("title", form.title()));
        form.instructions().forEach(line -> x.child(leaf("instructions", line)));
        form.fields().forEach(field -> x.child(element(field)));
        if (!form.reported().isEmpty()) {
            x.child(parent("reported", form.reported()));
        }
        form.items().forEach(item -> x.child(parent("item", item)));
        return x.build();
    }

    private static FrozenElement parent(String name, List<Field> fields) {
        return FrozenElement.named(name, NAMESPACE)
                .children(fields.stream().map(DataForms::element).toList())
                .build();
    }

    private static FrozenElement element(Field field) {
        FieldType type = field.type();
        FrozenElement.Builder element =
                FrozenElement.named("field", NAMESPACE)
                        .attribute("var", field.name())
                        .attribute("type", type == null ? null : type.word())
                        .attribute("label", field.label())
                        .child(leaf("desc", field.description()))
                        .child(field.required() ? leaf("required", "") : null);
        field.values().forEach(value -> element.child(leaf("value", value)));
        for (Option option : field.options()) {
            element.child(
                    FrozenElement.named("option", NAMESPACE)
                            .attribute("label", option.label())
                            .child(leaf("value", option.value()))
                            .build());
        }
        return element.build();
    }

    private static @Nullable FrozenElement leaf(String name, @Nullable String text) {
        return text == null ? null : FrozenElement.named(name, NAMESPACE).text(text).build();
    }

    /// Checks answers against the questions; fields that were not asked for are left alone.
    ///
    /// @throws StanzaException `not-acceptable` with the reason, `bad-request` if it is another
    ///   kind of form
    public static void check(Form answers, Form questions) throws StanzaException {
        String asked = questions.formType();
        String answered = answers.formType();
        if (asked != null && answered != null && !Objects.equals(asked, answered)) {
            throw bad("another kind of form");
        }
        for (Field question : questions.fields()) {
            String name = question.name();
            if (name != null && question.type() != FieldType.FIXED) {
                check(name, question, answers.values(name));
            }
        }
    }

    private static void check(String name, Field question, List<String> values)
            throws StanzaException {
        if (question.required() && values.stream().allMatch(String::isEmpty)) {
            throw refused(name, "must be filled in");
        }
        FieldType type = question.type() == null ? FieldType.TEXT_SINGLE : question.type();
        if (values.size() > 1 && !type.isMulti()) {
            throw refused(name, "takes one value");
        }
        for (String value : values) {
            if (!(value.isEmpty() && !question.required())
                    && !fits(value, type, question.options())) {
                throw refused(name, "has a value that does not fit");
            }
        }
    }

    private static boolean fits(String value, FieldType type, List<Option> options) {
        return switch (type) {
            case BOOLEAN -> List.of("0", "1", "true", "false").contains(value);
            case JID_SINGLE, JID_MULTI -> Jids.parseOrNull(value) != null;
            case LIST_SINGLE, LIST_MULTI ->
                    options.isEmpty()
                            || options.stream().anyMatch(option -> option.value().equals(value));
            default -> true;
        };
    }

    private static StanzaException refused(String field, String why) {
        return new StanzaException(PacketError.Condition.not_acceptable, field + " " + why);
    }
}
