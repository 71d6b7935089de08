package dev.hermod.stanza;

import dev.hermod.xml.FrozenElement;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.PacketError;

/// The error of a stanza as the peer wrote it. Words nobody knows do not throw.
final class FrozenError extends PacketError {

    private FrozenError(FrozenElement error) {
        super(error);
    }

    static @Nullable PacketError of(FrozenElement root) {
        FrozenElement error = root.child("error", root.namespace());
        return error == null ? null : new FrozenError(error);
    }

    /// What to do about it; `cancel` where the word is missing or unknown.
    @Override
    public Type getType() {
        for (Type type : Type.values()) {
            if (type.toXMPP().equals(getElement().attributeValue("type"))) {
                return type;
            }
        }
        return Type.cancel;
    }

    /// The condition; `undefined-condition` where it is missing or none that Tinder knows.
    @Override
    public Condition getCondition() {
        for (FrozenElement child : ((FrozenElement) getElement()).childElements()) {
            for (Condition condition : Condition.values()) {
                if (child.is(condition.toXMPP(), Stanzas.ERRORS)) {
                    return condition;
                }
            }
        }
        return Condition.undefined_condition;
    }
}
