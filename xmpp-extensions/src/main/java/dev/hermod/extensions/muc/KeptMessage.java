package dev.hermod.extensions.muc;

import dev.hermod.extensions.muc.UserItem.Cause;
import dev.hermod.stanza.Jids;
import dev.hermod.xml.FrozenElement;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// A message as the room's archive has it: what all were given, and who it really was, for those
/// who may know.
final class KeptMessage {
    private static final String NAMESPACE = "urn:hermod:rooms";
    private static final String HINTS = "urn:xmpp:hints";
    private static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";

    private KeptMessage() {}

    /// Whether it says something that is still worth knowing later (XEP-0313 6.2, XEP-0334).
    static boolean worthKeeping(FrozenElement message) {
        if (message.child("no-store", HINTS) != null
                || message.child("no-permanent-store", HINTS) != null) {
            return false;
        }
        return message.child("store", HINTS) != null
                || message.childElements().stream().anyMatch(KeptMessage::says);
    }

    private static boolean says(FrozenElement child) {
        return switch (child.namespace()) {
            case CHAT_STATES, HINTS, Muc.STANZA_IDS, Muc.OCCUPANT_IDS -> false;
            default -> !child.localName().equals("thread");
        };
    }

    /// @param open whether everybody in the room could see who it was
    static FrozenElement of(
            FrozenElement reflected, Occupant sender, Affiliation is, boolean open) {
        return reflected.withChild(
                FrozenElement.named("sender", NAMESPACE)
                        .attribute("jid", sender.person().toString())
                        .attribute("affiliation", is.word())
                        .attribute("role", sender.role().word())
                        .attribute("open", open ? "true" : null)
                        .build());
    }

    /// Whether a child was in what was said, as opposed to what the room notes of it.
    static boolean isPart(FrozenElement child) {
        return !child.namespace().equals(NAMESPACE);
    }

    /// As it was given to all.
    static FrozenElement reflected(FrozenElement kept) {
        return kept.withoutChildren(child -> !isPart(child));
    }

    /// Who it was, `null` where that is not known.
    static @Nullable JID sender(FrozenElement kept) {
        FrozenElement sender = kept.child("sender", NAMESPACE);
        return sender == null ? null : Jids.parseOrNull(sender.attr("jid"));
    }

    /// As a reader of the archive is shown it (XEP-0313 6.2.2).
    ///
    /// @param moderator whether the reader may see real addresses at all
    static FrozenElement shown(FrozenElement kept, boolean moderator) {
        FrozenElement sender = kept.child("sender", NAMESPACE);
        JID jid = sender(kept);
        FrozenElement plain = reflected(kept);
        if (sender == null || jid == null || !(moderator || "true".equals(sender.attr("open")))) {
            return plain;
        }
        Affiliation affiliation = Affiliation.of(sender.attr("affiliation"));
        Role role = Role.of(sender.attr("role"));
        return plain.withChild(
                FrozenElement.named("x", Muc.USER)
                        .child(
                                UserItem.item(
                                        affiliation == null ? Affiliation.NONE : affiliation,
                                        role == null ? Role.NONE : role,
                                        jid,
                                        null,
                                        Cause.NONE))
                        .build());
    }
}
