package dev.hermod.extensions.pubsub;

import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.Form.Option;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.PacketError;

/// What a subscriber wants (XEP-0060 6.3).
///
/// @param deliver whether to be notified at all
/// @param expires when the subscription ends, `null` for never
/// @param temporary whether it ends when the subscriber goes offline
/// @param type of what to hear, in collections
/// @param depth how far down, in collections
record SubscriptionOptions(
        boolean deliver, @Nullable Instant expires, boolean temporary, String type, String depth) {
    static final SubscriptionOptions PLAIN =
            new SubscriptionOptions(true, null, false, "items", "1");

    private static final String PRESENCE = "presence";

    private static final String DELIVER = "pubsub#deliver";
    private static final String EXPIRE = "pubsub#expire";
    private static final String TYPE = "pubsub#subscription_type";
    private static final String DEPTH = "pubsub#subscription_depth";
    private static final List<String> TYPES = List.of("items", "nodes", "all");

    /// As it is stored, but for [#expires].
    static SubscriptionOptions parse(String text, @Nullable Instant expires) {
        String[] parts = text.split(" ", -1);
        boolean temporary = parts[parts.length - 1].equals(PRESENCE);
        return parts.length >= 3
                ? new SubscriptionOptions(
                        parts[0].equals("1"), expires, temporary, parts[1], parts[2])
                : new SubscriptionOptions(true, expires, temporary, PLAIN.type, PLAIN.depth);
    }

    String toText() {
        return (deliver ? "1 " : "0 ") + type + " " + depth + (temporary ? " " + PRESENCE : "");
    }

    /// @throws StanzaException `bad-request` for options that do not fit
    SubscriptionOptions with(Form form) throws StanzaException {
        String wantedType = value(form, TYPE, type);
        String wantedDepth = value(form, DEPTH, depth);
        String wantedDelivery = value(form, DELIVER, deliver ? "1" : "0");
        boolean fits =
                TYPES.contains(wantedType)
                        && wantedDepth.matches("all|[0-9]{1,5}")
                        && List.of("0", "1", "false", "true").contains(wantedDelivery);
        if (!fits) {
            throw new StanzaException(
                    PacketError.Condition.bad_request, "an option has a value that does not fit");
        }
        Field end = form.field(EXPIRE);
        boolean wantedTemporary = end == null ? temporary : PRESENCE.equals(end.value());
        return new SubscriptionOptions(
                form.flag(DELIVER, deliver),
                wantedTemporary ? null : expiry(end),
                wantedTemporary,
                wantedType,
                wantedDepth);
    }

    private @Nullable Instant expiry(@Nullable Field end) throws StanzaException {
        if (end == null) {
            return expires;
        }
        String value = end.value();
        return value == null || value.isEmpty() ? null : Timestamps.parse(value);
    }

    private static String value(Form form, String name, String otherwise) {
        String value = form.value(name);
        return value == null ? otherwise : value;
    }

    Form form(Form.Type kind) {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.of(Form.FORM_TYPE, FieldType.HIDDEN, null, PubSub.SUBSCRIBE_OPTIONS));
        fields.add(Field.of(DELIVER, FieldType.BOOLEAN, "Notifications", deliver ? "1" : "0"));
        String end = temporary ? PRESENCE : expires == null ? null : Timestamps.format(expires);
        String[] until = end == null ? new String[0] : new String[] {end};
        fields.add(Field.of(EXPIRE, FieldType.TEXT_SINGLE, "When it ends", until));
        fields.add(choice(TYPE, "What to hear of a collection", TYPES, type));
        fields.add(Field.of(DEPTH, FieldType.TEXT_SINGLE, "How far down a collection", depth));
        return new Form(kind, fields);
    }

    private static Field choice(String name, String label, List<String> choices, String value) {
        List<Option> options = choices.stream().map(one -> new Option(null, one)).toList();
        return Field.choice(name, FieldType.LIST_SINGLE, label, options, value);
    }
}
