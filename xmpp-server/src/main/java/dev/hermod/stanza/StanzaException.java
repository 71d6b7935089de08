package dev.hermod.stanza;

import dev.hermod.xml.FrozenElement;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.PacketError;

/// A refusal that the sender of a stanza hears. Without a stack trace, since any peer can cause it.
public final class StanzaException extends Exception {
    private final PacketError.Condition condition;
    private final PacketError.@Nullable Type type;
    private final @Nullable String text;
    private final transient @Nullable FrozenElement detail;

    public StanzaException(PacketError.Condition condition) {
        this(condition, null, null, null);
    }

    public StanzaException(PacketError.Condition condition, String text) {
        this(condition, null, text, null);
    }

    /// A refusal in full.
    ///
    /// @param type null for the one RFC 6120 gives the condition
    /// @param text an explanation in English
    /// @param detail a condition of the application, in a namespace of its own
    public StanzaException(
            PacketError.Condition condition,
            PacketError.@Nullable Type type,
            @Nullable String text,
            @Nullable FrozenElement detail) {
        super(
                text == null ? condition.toXMPP() : condition.toXMPP() + ": " + text,
                null,
                false,
                false);
        this.condition = condition;
        this.type = type;
        this.text = text;
        this.detail = detail;
    }

    public PacketError.Condition condition() {
        return condition;
    }

    /// The type to use in place of the condition's own, or null.
    public PacketError.@Nullable Type type() {
        return type;
    }

    public @Nullable String text() {
        return text;
    }

    /// The application's condition, or null.
    public @Nullable FrozenElement detail() {
        return detail;
    }
}
