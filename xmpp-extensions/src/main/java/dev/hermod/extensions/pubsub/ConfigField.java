package dev.hermod.extensions.pubsub;

import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.Form.Option;
import dev.hermod.stanza.Jids;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What can be configured of a node (XEP-0060 16.4.4), and what it is when nobody has said
/// anything.
// The lists come from List.of, and the conditions are functions without state.
@SuppressWarnings("ImmutableEnumChecker")
enum ConfigField {
    TITLE(FieldType.TEXT_SINGLE, "A name for people", ""),
    DESCRIPTION(FieldType.TEXT_SINGLE, "A description", ""),
    LANGUAGE(FieldType.TEXT_SINGLE, "The default language", ""),
    TYPE(FieldType.TEXT_SINGLE, "What the payload is, by its namespace", ""),
    CONTACT(FieldType.JID_MULTI, "Whom to ask about it"),
    NODE_TYPE(FieldType.LIST_SINGLE, "The type of the node", "leaf", "leaf", "collection"),
    COLLECTION(FieldType.TEXT_SINGLE, "The collection it belongs to", ""),
    ACCESS_MODEL(
            FieldType.LIST_SINGLE,
            "Who may subscribe and read items",
            "open",
            "open",
            "presence",
            "roster",
            "authorize",
            "whitelist"),
    ROSTER_GROUPS_ALLOWED(FieldType.TEXT_MULTI, "The groups of the roster that may read items"),
    PUBLISH_MODEL(
            FieldType.LIST_SINGLE,
            "Who may publish",
            "publishers",
            "publishers",
            "subscribers",
            "open"),
    PERSIST_ITEMS(true, "Whether items are kept"),
    MAX_ITEMS(ConfigField::countOrMax, "How many items are kept, or max", "max"),
    ITEM_EXPIRE(ConfigField::countOrMax, "Seconds that an item is kept, or max", "max"),
    MAX_PAYLOAD_SIZE(ConfigField::countOrMax, "Bytes of an item at most, or max", "max"),
    PUBLISH_NODE_FULL(
            FieldType.LIST_SINGLE,
            "What happens to a full node",
            "retract-oldest",
            "retract-oldest",
            "discard-oldest",
            "reject"),
    DELIVER_NOTIFICATIONS(true, "Whether subscribers are notified"),
    DELIVER_PAYLOADS(true, "Whether they are sent the payload"),
    NOTIFY_CONFIG(false, "Whether they are told when the configuration changes"),
    NOTIFY_DELETE(true, "Whether they are told when the node is deleted"),
    NOTIFY_RETRACT(true, "Whether they are told when items are removed"),
    NOTIFY_SUB(false, "Whether owners are told of new and lost subscribers"),
    NOTIFICATION_TYPE(
            FieldType.LIST_SINGLE, "The type of notifications", "headline", "headline", "normal"),
    SEND_LAST_PUBLISHED_ITEM(
            FieldType.LIST_SINGLE,
            "When the last item is sent",
            "on_sub",
            "never",
            "on_sub",
            "on_sub_and_presence"),
    ITEMREPLY(
            FieldType.LIST_SINGLE,
            "Whom items name as those to reply to",
            "none",
            "none",
            "owner",
            "publisher"),
    SUBSCRIBE(true, "Whether people may subscribe");

    private static final String PREFIX = "pubsub#";
    private static final int LONGEST_TEXT = 4_096;

    private final FieldType type;
    private final String label;
    private final List<String> byDefault;
    private final List<String> choices;
    private final Predicate<String> fits;

    ConfigField(FieldType type, String label) {
        this(type, label, List.of(), List.of(), value -> !value.isEmpty());
    }

    ConfigField(FieldType type, String label, String byDefault, String... choices) {
        this(
                type,
                label,
                List.of(byDefault),
                List.of(choices),
                value -> choices.length == 0 || Arrays.asList(choices).contains(value));
    }

    ConfigField(boolean byDefault, String label) {
        this(
                FieldType.BOOLEAN,
                label,
                List.of(byDefault ? "1" : "0"),
                List.of(),
                value -> value.equals("1") || value.equals("0"));
    }

    ConfigField(Predicate<String> fits, String label, String byDefault) {
        this(FieldType.TEXT_SINGLE, label, List.of(byDefault), List.of(), fits);
    }

    ConfigField(
            FieldType type,
            String label,
            List<String> byDefault,
            List<String> choices,
            Predicate<String> fits) {
        this.type = type;
        this.label = label;
        this.byDefault = byDefault;
        this.choices = choices;
        this.fits = fits;
    }

    /// The `var`.
    String variable() {
        return PREFIX + name().toLowerCase(Locale.ROOT);
    }

    /// The field of a `var`, `null` where there is none.
    static @Nullable ConfigField of(@Nullable String variable) {
        for (ConfigField field : values()) {
            if (field.variable().equals(variable)) {
                return field;
            }
        }
        return null;
    }

    FieldType type() {
        return type;
    }

    /// Whether it may have any number of values.
    boolean many() {
        return type.isMulti() || type == FieldType.TEXT_MULTI;
    }

    String label() {
        return label;
    }

    List<String> byDefault() {
        return byDefault;
    }

    List<Option> choices() {
        return choices.stream().map(choice -> new Option(null, choice)).toList();
    }

    /// Values as they are compared and kept.
    List<String> canonical(List<String> values) {
        return switch (this.type) {
            case BOOLEAN -> values.stream().map(ConfigField::bit).toList();
            case JID_MULTI -> values.stream().map(ConfigField::address).toList();
            default -> values;
        };
    }

    private static String bit(String value) {
        return switch (value) {
            case "true" -> "1";
            case "false" -> "0";
            default -> value;
        };
    }

    private static String address(String value) {
        var jid = Jids.parseOrNull(value);
        return jid == null ? "" : jid.toString();
    }

    /// Whether canonical values are ones that the field may have.
    boolean accepts(List<String> values) {
        return (many() || values.size() == 1)
                && values.stream()
                        .allMatch(value -> value.length() <= LONGEST_TEXT && fits.test(value));
    }

    private static boolean countOrMax(String value) {
        return value.equals("max")
                || (!value.isEmpty()
                        && value.length() < 10
                        && value.chars().allMatch(c -> c >= '0' && c <= '9'));
    }
}
