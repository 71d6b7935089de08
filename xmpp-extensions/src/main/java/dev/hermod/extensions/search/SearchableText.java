package dev.hermod.extensions.search;

import dev.hermod.extensions.encryption.Encryption;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What of a message can be found by its words: its bodies, unless they only stand for something
/// encrypted or for what clients without a protocol would miss.
///
/// @param words see [Words]
/// @param language a tag such as `de-AT` (RFC 5646), null when the message names none
public record SearchableText(String words, @Nullable String language) {
    /// Empty when there is nothing to be found.
    public static Optional<SearchableText> of(FrozenElement message) {
        if (stoodFor(message) || Encryption.of(message) != Encryption.NONE) {
            return Optional.empty();
        }
        List<FrozenElement> bodies = message.children("body", Stanzas.CLIENT);
        String words =
                Words.of(
                        bodies.stream().map(FrozenElement::text).collect(Collectors.joining("\n")));
        return words.isEmpty()
                ? Optional.empty()
                : Optional.of(new SearchableText(words, language(message, bodies.getFirst())));
    }

    /// Whether the body is only there for clients that do not know reactions or retractions.
    private static boolean stoodFor(FrozenElement message) {
        return message.child("reactions", "urn:xmpp:reactions:0") != null
                || message.child("retract", "urn:xmpp:message-retract:1") != null;
    }

    private static @Nullable String language(FrozenElement message, FrozenElement body) {
        String own = body.lang();
        return own == null ? message.lang() : own;
    }
}
