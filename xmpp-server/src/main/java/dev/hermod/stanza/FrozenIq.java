package dev.hermod.stanza;

import dev.hermod.xml.FrozenElement;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// A request or its answer that never changes. The type is null where it is missing or unknown.
public final class FrozenIq extends IQ implements FrozenStanza {
    // Tinder's constructor reads both addresses of its root again; given a bare root, it has
    // nothing to read.
    private static final FrozenElement BARE = FrozenElement.named("iq", "jabber:client").build();

    FrozenIq(FrozenElement root, @Nullable JID from, @Nullable JID to) {
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
    public @Nullable Type getType() {
        String type = getElement().attr("type");
        return switch (type) {
            case "get" -> Type.get;
            case "set" -> Type.set;
            case "result" -> Type.result;
            case "error" -> Type.error;
            case null, default -> null;
        };
    }

    /// True if RFC 6120 section 8.2.3 allows it: an id, a known type, one child in a request, at
    /// most one in a result.
    ///
    /// One that is not allowed is answered with `bad-request`, unless it is an answer itself.
    public boolean isWellFormed() {
        String id = getID();
        if (id == null || id.isEmpty()) {
            return false;
        }
        int children = getElement().childElements().size();
        return switch (getType()) {
            case get, set -> children == 1;
            case result -> children <= 1;
            case error -> getElement().element("error") != null;
            case null -> false;
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
