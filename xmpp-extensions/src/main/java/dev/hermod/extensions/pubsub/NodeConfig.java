package dev.hermod.extensions.pubsub;

import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.XmlStreamException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xmpp.packet.PacketError;

/// How a node is configured. Fields that nobody has set have their defaults.
public final class NodeConfig {
    /// A service's, when nobody has said anything.
    public static final NodeConfig PLAIN = new NodeConfig(new EnumMap<>(ConfigField.class));

    private static final int FOREVER = Integer.MAX_VALUE;

    private final EnumMap<ConfigField, List<String>> values;

    private NodeConfig(EnumMap<ConfigField, List<String>> values) {
        this.values = values;
    }

    private List<String> values(ConfigField field) {
        return values.getOrDefault(field, field.byDefault());
    }

    String text(ConfigField field) {
        List<String> all = values(field);
        return all.isEmpty() ? "" : all.getFirst();
    }

    boolean flag(ConfigField field) {
        return text(field).equals("1");
    }

    AccessModel access() {
        return AccessModel.of(text(ConfigField.ACCESS_MODEL));
    }

    List<String> rosterGroups() {
        return values(ConfigField.ROSTER_GROUPS_ALLOWED);
    }

    boolean collection() {
        return text(ConfigField.NODE_TYPE).equals("collection");
    }

    boolean persistent() {
        return flag(ConfigField.PERSIST_ITEMS) && !collection();
    }

    /// A number, or `most` where it is `max` or more.
    int number(ConfigField field, int most) {
        String text = text(field);
        return text.equals("max") ? most : Math.min(most, Integer.parseInt(text));
    }

    /// Seconds that items are kept, `Integer.MAX_VALUE` for ever.
    int itemSeconds() {
        int seconds = number(ConfigField.ITEM_EXPIRE, FOREVER);
        return seconds == 0 ? FOREVER : seconds;
    }

    boolean expires() {
        return itemSeconds() < FOREVER;
    }

    /// The same with other values.
    ///
    /// @param fields by name without `pubsub#`, in capitals
    public NodeConfig with(Map<String, String> fields) {
        EnumMap<ConfigField, List<String>> changed = new EnumMap<>(values);
        fields.forEach((name, value) -> changed.put(ConfigField.valueOf(name), List.of(value)));
        return new NodeConfig(changed);
    }

    /// The same with what somebody wants changed. Fields that do not exist are left alone.
    ///
    /// @throws StanzaException `not-acceptable` for a value that does not fit
    NodeConfig with(Form wanted) throws StanzaException {
        EnumMap<ConfigField, List<String>> changed = new EnumMap<>(values);
        for (Field field : wanted.fields()) {
            ConfigField known = ConfigField.of(field.name());
            if (known != null) {
                List<String> canonical = known.canonical(field.values());
                boolean unset = canonical.isEmpty() && known.type() == FieldType.TEXT_SINGLE;
                if (!unset && !known.accepts(canonical)) {
                    throw new StanzaException(
                            PacketError.Condition.not_acceptable,
                            known.variable() + " has a value that does not fit");
                }
                changed.put(known, unset ? known.byDefault() : canonical);
            }
        }
        return new NodeConfig(changed);
    }

    /// Whether these preconditions are met (XEP-0060 7.1.5); an unknown field is never.
    boolean meets(Form preconditions) {
        for (Field field : preconditions.fields()) {
            if (!Form.FORM_TYPE.equals(field.name())) {
                ConfigField known = ConfigField.of(field.name());
                if (known == null || !meets(known, known.canonical(field.values()))) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean meets(ConfigField field, List<String> wanted) {
        return field.many()
                ? Set.copyOf(values(field)).equals(Set.copyOf(wanted))
                : values(field).equals(wanted);
    }

    /// As a form.
    Form form(Form.Type type) {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.of(Form.FORM_TYPE, FieldType.HIDDEN, null, PubSub.NODE_CONFIG));
        for (ConfigField field : ConfigField.values()) {
            fields.add(
                    Field.choice(
                            field.variable(),
                            field.type(),
                            type == Form.Type.FORM ? field.label() : null,
                            type == Form.Type.FORM ? field.choices() : List.of(),
                            values(field).toArray(String[]::new)));
        }
        return new Form(type, fields);
    }

    /// As text, with what differs from the defaults only.
    String toText() {
        List<Field> fields = new ArrayList<>();
        values.forEach((field, all) ->
                fields.add(Field.answer(field.variable(), all.toArray(String[]::new))));
        return DataForms.element(new Form(Form.Type.SUBMIT, fields)).asXML();
    }

    /// What was text.
    static NodeConfig parse(String text) {
        try {
            return PLAIN.with(DataForms.parse(ElementReader.parse(text)));
        } catch (XmlStreamException | StanzaException e) {
            throw new IllegalStateException("a configuration that cannot be read", e);
        }
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
