package dev.hermod.extensions.retraction;

import dev.hermod.stanza.Jids;
import dev.hermod.stanza.Stanzas;
import dev.hermod.stanza.Timestamps;
import dev.hermod.xml.FrozenElement;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// A request to take a message back (XEP-0424 section 3).
///
/// @param target the id of the message that is retracted
/// @param id of the retraction itself
/// @param from its sender
/// @param to its recipient
record Retraction(String target, String id, JID from, JID to) {
    static final String NAMESPACE = "urn:xmpp:message-retract:1";
    private static final String STANZA_IDS = "urn:xmpp:sid:0";
    private static final String CORRECTIONS = "urn:xmpp:message-correct:0";

    /// What the message retracts; empty for others, and for one without an id, which a tombstone
    /// could not name.
    static Optional<Retraction> in(FrozenElement message) {
        FrozenElement retract = message.child("retract", NAMESPACE);
        String target = retract == null ? null : retract.attr("id");
        String id = message.attr("id");
        JID from = Jids.parseOrNull(message.attr("from"));
        if (target == null || target.isEmpty() || id == null || id.isEmpty() || from == null) {
            return Optional.empty();
        }
        JID to = Jids.parseOrNull(message.attr("to"));
        return Optional.of(new Retraction(target, id, from, to == null ? Jids.bare(from) : to));
    }

    /// Whether a message is the one that is meant, or a correction of it (XEP-0308), by the same
    /// author (section 5), and not gone already.
    boolean concerns(FrozenElement message) {
        JID author = Jids.parseOrNull(message.attr("from"));
        return author != null
                && Jids.bare(author).equals(Jids.bare(from))
                && message.child("retracted", NAMESPACE) == null
                && message.child("retract", NAMESPACE) == null
                && named(message);
    }

    private boolean named(FrozenElement message) {
        return target.equals(message.attr("id"))
                || target.equals(id(message, "origin-id", STANZA_IDS))
                || target.equals(id(message, "replace", CORRECTIONS));
    }

    private static @Nullable String id(FrozenElement message, String name, String namespace) {
        FrozenElement child = message.child(name, namespace);
        return child == null ? null : child.attr("id");
    }

    /// What is left of a retracted message: between whom, of what type, its id (section 4).
    FrozenElement tombstone(FrozenElement message, Instant stamp) {
        FrozenElement retracted =
                FrozenElement.named("retracted", NAMESPACE)
                        .attribute("stamp", Timestamps.format(stamp))
                        .attribute("id", id)
                        .build();
        return FrozenElement.named("message", Stanzas.CLIENT)
                .attribute("from", message.attr("from"))
                .attribute("to", message.attr("to"))
                .attribute("type", message.attr("type"))
                .attribute("id", message.attr("id"))
                .child(retracted)
                .build();
    }
}
