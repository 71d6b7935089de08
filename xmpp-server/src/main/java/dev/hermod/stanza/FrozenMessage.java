package dev.hermod.stanza;

import dev.hermod.xml.FrozenElement;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.PacketError;

/// A message that never changes. A type nobody knows counts as normal (RFC 6121 section 5.2.2).
public final class FrozenMessage extends Message implements FrozenStanza {
    // Tinder's constructor reads both addresses of its root again; given a bare root, it has
    // nothing to read.
    private static final FrozenElement BARE =
            FrozenElement.named("message", "jabber:client").build();

    FrozenMessage(FrozenElement root, @Nullable JID from, @Nullable JID to) {
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

    @Override
    public Type getType() {
        String type = getElement().attr("type");
        return switch (type) {
            case "chat" -> Type.chat;
            case "groupchat" -> Type.groupchat;
            case "headline" -> Type.headline;
            case "error" -> Type.error;
            case null, default -> Type.normal;
        };
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
