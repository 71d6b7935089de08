package dev.hermod.stanza;

import dev.hermod.xml.FrozenElement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// When and by whom a stanza was held back (XEP-0203).
///
/// @param from who held it
/// @param reason in words
public record Delay(Instant stamp, @Nullable JID from, @Nullable String reason) {
    public static final String NAMESPACE = "urn:xmpp:delay";

    public Delay(Instant stamp, @Nullable JID from) {
        this(stamp, from, null);
    }

    /// The first readable delay among the children of a stanza, or null.
    public static @Nullable Delay in(FrozenElement parent) {
        for (FrozenElement child : parent.children("delay", NAMESPACE)) {
            Instant stamp = Timestamps.parseOrNull(child.attr("stamp"));
            if (stamp != null) {
                String text = child.text();
                return new Delay(
                        stamp, Jids.parseOrNull(child.attr("from")), text.isEmpty() ? null : text);
            }
        }
        return null;
    }

    /// The delay that this holder noted on a stanza, or null: what others noted proves nothing.
    public static @Nullable Delay in(FrozenElement parent, JID holder) {
        for (FrozenElement child : parent.children("delay", NAMESPACE)) {
            Instant stamp = Timestamps.parseOrNull(child.attr("stamp"));
            if (stamp != null && holder.equals(Jids.parseOrNull(child.attr("from")))) {
                String text = child.text();
                return new Delay(stamp, holder, text.isEmpty() ? null : text);
            }
        }
        return null;
    }

    public FrozenElement element() {
        return FrozenElement.named("delay", NAMESPACE)
                .attribute("from", from == null ? null : from.toString())
                .attribute("stamp", Timestamps.format(stamp))
                .text(reason)
                .build();
    }
}
