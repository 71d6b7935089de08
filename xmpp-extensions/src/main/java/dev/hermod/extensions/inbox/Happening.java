package dev.hermod.extensions.inbox;

import dev.hermod.extensions.encryption.Encryption;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import org.jspecify.annotations.Nullable;

/// What a message means for the conversation it is in.
public sealed interface Happening {
    /// A message with something to show to a person.
    ///
    /// @param messageId the sender's id, by which markers and corrections refer to it
    record Shown(@Nullable String messageId) implements Happening {}

    /// A message that takes the place of an earlier one of the same sender (XEP-0308).
    ///
    /// @param messageId its own id
    /// @param of the earlier one's
    record Correction(@Nullable String messageId, String of) implements Happening {}

    /// A message of the same sender is taken back (XEP-0424).
    record Retraction(String of) implements Happening {}

    /// The sender has seen everything up to a message of the other side (XEP-0333).
    record Displayed(String upTo) implements Happening {}

    /// Receipts, reactions and whatever else nobody has to read.
    record Aside() implements Happening {}

    static Happening of(FrozenElement message) {
        String retracted = reference(message, "retract", "urn:xmpp:message-retract:1");
        if (retracted != null) {
            return new Retraction(retracted);
        }
        if (message.child("reactions", "urn:xmpp:reactions:0") != null) {
            // Whatever body is there is for clients that know no reactions.
            return new Aside();
        }
        String corrected = reference(message, "replace", "urn:xmpp:message-correct:0");
        if (corrected != null) {
            return new Correction(message.attr("id"), corrected);
        }
        return shows(message) ? new Shown(message.attr("id")) : silent(message);
    }

    private static Happening silent(FrozenElement message) {
        String markers = "urn:xmpp:chat-markers:0";
        String displayed = reference(message, "displayed", markers);
        String upTo = displayed == null ? reference(message, "acknowledged", markers) : displayed;
        return upTo == null ? new Aside() : new Displayed(upTo);
    }

    private static boolean shows(FrozenElement message) {
        return switch (Encryption.of(message)) {
            case CONTENT -> true;
            case KEYS -> false;
            case NONE -> hasBody(message) || isCall(message);
        };
    }

    private static boolean hasBody(FrozenElement message) {
        return message.children("body", Stanzas.CLIENT).stream()
                .anyMatch(body -> !body.text().isEmpty());
    }

    /// An invitation (XEP-0353); what is said of the call later is not one.
    private static boolean isCall(FrozenElement message) {
        return message.child("propose", "urn:xmpp:jingle-message:0") != null;
    }

    private static @Nullable String reference(
            FrozenElement message, String name, String namespace) {
        FrozenElement child = message.child(name, namespace);
        String id = child == null ? null : child.attr("id");
        return id == null || id.isEmpty() ? null : id;
    }
}
