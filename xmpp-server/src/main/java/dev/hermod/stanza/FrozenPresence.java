package dev.hermod.stanza;

import dev.hermod.xml.FrozenElement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/// A presence that never changes. A type nobody knows reads as `error`, so that it makes nobody
/// available; [#hasKnownType] tells it from a true error (RFC 6121 section 4.7.1: answer
/// `bad-request`).
public final class FrozenPresence extends Presence implements FrozenStanza {
    // Tinder's constructor reads both addresses of its root again; given a bare root, it has
    // nothing to read.
    private static final FrozenElement BARE =
            FrozenElement.named("presence", "jabber:client").build();

    FrozenPresence(FrozenElement root, @Nullable JID from, @Nullable JID to) {
        super(BARE, true);
        this.element = root;
        this.fromJID = from;
        this.toJID = to;
    }

    @Override
    public FrozenElement getElement() {
        return (FrozenElement) element;
    }

    @Override
    public @Nullable JID getTo() {
        return toJID;
    }

    @Override
    public @Nullable JID getFrom() {
        return fromJID;
    }

    @Override
    public @Nullable String getID() {
        return getElement().attr("id");
    }

    /// The type; null if available.
    @Override
    public @Nullable Type getType() {
        String type = getElement().attr("type");
        return switch (type) {
            case null -> null;
            case "unavailable" -> Type.unavailable;
            case "subscribe" -> Type.subscribe;
            case "subscribed" -> Type.subscribed;
            case "unsubscribe" -> Type.unsubscribe;
            case "unsubscribed" -> Type.unsubscribed;
            case "probe" -> Type.probe;
            default -> Type.error;
        };
    }

    /// False if the type is none that RFC 6121 knows.
    public boolean hasKnownType() {
        return getType() != Type.error || Objects.equals(getElement().attr("type"), "error");
    }

    /// What kind of available; null if just so, or if the word is unknown.
    @Override
    public @Nullable Show getShow() {
        String show = getElement().elementTextTrim("show");
        return switch (show) {
            case "chat" -> Show.chat;
            case "away" -> Show.away;
            case "xa" -> Show.xa;
            case "dnd" -> Show.dnd;
            case null, default -> null;
        };
    }

    /// The priority, -128 to 127; 0 if it is missing or is no such number.
    @Override
    public int getPriority() {
        String priority = getElement().elementTextTrim("priority");
        if (priority == null || priority.isEmpty() || priority.length() > 4) {
            return 0;
        }
        try {
            return Byte.parseByte(priority);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    @Override
    public @Nullable PacketError getError() {
        return FrozenError.of(getElement());
    }

    @Override
    public void setError(PacketError error) {
        throw FrozenStanza.frozen();
    }

    @Override
    public void setTo(String to) {
        throw FrozenStanza.frozen();
    }

    @Override
    public void setTo(JID to) {
        throw FrozenStanza.frozen();
    }

    @Override
    public void setFrom(String from) {
        throw FrozenStanza.frozen();
    }

    @Override
    public void setFrom(JID from) {
        throw FrozenStanza.frozen();
    }

    @Override
    public String toXML() {
        return getElement().asXML();
    }

    @Override
    public String toString() {
        return toXML();
    }
}
