package dev.hermod.extensions.directory;

import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.PacketError;

/// Reads and writes the element of searches, with a form and without (XEP-0055 2 and 3).
final class DirectoryPayload {
    static final String NAMESPACE = "jabber:iq:search";
    private static final int SHORTEST = 2;
    private static final String INSTRUCTIONS =
            "Fill in what you know, two characters at least; people are found whose fields all begin so, and who want to be found.";

    private DirectoryPayload() {}

    /// What can be asked.
    static FrozenElement blank() {
        Form form =
                new Form(
                        Form.Type.FORM,
                        "Search for people",
                        List.of(INSTRUCTIONS),
                        typed(
                                Arrays.stream(DirectoryField.values())
                                        .map(field ->
                                                Field.of(
                                                        field.word(),
                                                        FieldType.TEXT_SINGLE,
                                                        field.label()))
                                        .toList()),
                        List.of(),
                        List.of());
        return query().child(text("instructions", INSTRUCTIONS))
                .children(
                        Arrays.stream(DirectoryField.values())
                                .filter(field -> field != DirectoryField.USER)
                                .map(field -> text(field.word(), null))
                                .toList())
                .child(DataForms.element(form))
                .build();
    }

    /// What somebody looks for.
    ///
    /// @param byForm whether the answer is to be a form
    record Wish(Map<DirectoryField, String> keys, boolean byForm) {}

    /// Reads a search.
    ///
    /// @throws StanzaException `not-acceptable` for one that would find nearly everybody
    static Wish wish(FrozenElement query) throws StanzaException {
        FrozenElement form = query.child("x", DataForms.NAMESPACE);
        Map<DirectoryField, String> keys = new EnumMap<>(DirectoryField.class);
        if (form == null) {
            for (FrozenElement child : query.childElements()) {
                put(keys, child.localName(), child.text());
            }
        } else {
            for (Field field : DataForms.parse(form).fields()) {
                put(keys, String.valueOf(field.name()), field.value());
            }
        }
        if (keys.isEmpty()) {
            throw new StanzaException(
                    PacketError.Condition.not_acceptable, "fill in at least one field");
        }
        return new Wish(keys, form != null);
    }

    /// A star at the end means what is meant anyway.
    private static void put(Map<DirectoryField, String> keys, String name, @Nullable String value)
            throws StanzaException {
        String key = value == null ? "" : DirectoryField.key(value.replaceFirst("[*]$", ""));
        DirectoryField field = DirectoryField.of(name).orElse(null);
        if (field == null || (value == null || value.isBlank())) {
            return;
        }
        if (key.length() < SHORTEST) {
            throw new StanzaException(
                    PacketError.Condition.not_acceptable, "two characters at least");
        }
        keys.put(field, key);
    }

    static FrozenElement found(List<Directory.Entry> entries, boolean byForm) {
        return byForm
                ? query().child(DataForms.element(table(entries))).build()
                : query().children(entries.stream().map(DirectoryPayload::item).toList()).build();
    }

    private static Form table(List<Directory.Entry> entries) {
        List<Field> columns = new ArrayList<>();
        columns.add(Field.of("jid", FieldType.JID_SINGLE, "Address"));
        for (DirectoryField field : DirectoryField.values()) {
            columns.add(Field.of(field.word(), FieldType.TEXT_SINGLE, field.label()));
        }
        return new Form(
                Form.Type.RESULT,
                null,
                List.of(),
                typed(List.of()),
                columns,
                entries.stream().map(DirectoryPayload::row).toList());
    }

    private static List<Field> row(Directory.Entry entry) {
        List<Field> row = new ArrayList<>();
        row.add(Field.answer("jid", entry.owner().toString()));
        for (DirectoryField field : DirectoryField.values()) {
            row.add(Field.answer(field.word(), entry.fields().getOrDefault(field, "")));
        }
        return row;
    }

    private static FrozenElement item(Directory.Entry entry) {
        FrozenElement.Builder item =
                FrozenElement.named("item", NAMESPACE).attribute("jid", entry.owner().toString());
        for (DirectoryField field : DirectoryField.values()) {
            String value = entry.fields().get(field);
            if (value != null && field != DirectoryField.USER) {
                item.child(text(field.word(), value));
            }
        }
        return item.build();
    }

    private static List<Field> typed(List<Field> fields) {
        List<Field> all = new ArrayList<>();
        all.add(Field.of(Form.FORM_TYPE, FieldType.HIDDEN, null, NAMESPACE));
        all.addAll(fields);
        return all;
    }

    private static FrozenElement.Builder query() {
        return FrozenElement.named("query", NAMESPACE);
    }

    private static FrozenElement text(String name, @Nullable String text) {
        return FrozenElement.named(name, NAMESPACE).text(text).build();
    }
}
