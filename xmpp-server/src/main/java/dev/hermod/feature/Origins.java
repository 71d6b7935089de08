package dev.hermod.feature;

import dev.hermod.stanza.Delay;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.Origin;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/// By what a message is known again when its sender sends it once more because nobody told it what
/// became of the first time: the origin-id (XEP-0359) and what the user said with it.
///
/// Clients number their messages as they like, some begin at 1 every day, so the id alone says
/// nothing. What differs between two attempts at the same message is left out: the resource it is
/// sent from, what the server added, the delay that a client notes on the second one, and whether
/// it was typing.
public final class Origins {
    private static final String STANZA_IDS = "urn:xmpp:sid:0";
    private static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";

    private Origins() {}

    /// `null` when the sender gave it no origin-id.
    public static @Nullable Origin of(Message message) {
        FrozenElement root = Stanzas.element(message);
        FrozenElement origin = root.child("origin-id", STANZA_IDS);
        String id = origin == null ? null : origin.attr("id");
        return id == null || id.isEmpty() ? null : new Origin(digest(message, root, id));
    }

    private static byte[] digest(Message message, FrozenElement root, String id) {
        JID to = message.getTo();
        FrozenElement meant =
                FrozenElement.named("message", Stanzas.CLIENT)
                        .attribute("from", Jids.bare(message.getFrom()).toString())
                        .attribute("to", to == null ? null : to.toString())
                        .attribute("type", root.attr("type"))
                        .attribute("id", id)
                        .children(root.childElements().stream().filter(Origins::meant).toList())
                        .build();
        return Arrays.copyOf(sha256().digest(ElementWriter.toBytes(meant)), Origin.BYTES);
    }

    private static boolean meant(FrozenElement child) {
        return !child.namespace().equals(STANZA_IDS)
                && !child.namespace().equals(CHAT_STATES)
                && !child.is("delay", Delay.NAMESPACE);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
