package dev.hermod.stanza;

import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.Names;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.PacketError;

/// Builds error answers (RFC 6120 section 8.3): the id is kept, the payload of an iq too where it
/// is small.
final class StanzaErrors {
    private static final int ECHOED_ELEMENTS = 16;
    private static final int ECHOED_CHARS = 1024;

    private StanzaErrors() {}

    /// The answer without addresses.
    static FrozenElement answer(FrozenElement refused, StanzaException refusal) {
        return FrozenElement.named(refused.localName(), Stanzas.CLIENT)
                .attribute("type", "error")
                .attribute("id", refused.attr("id"))
                .child(echo(refused))
                .child(error(refusal))
                .build();
    }

    private static @Nullable FrozenElement echo(FrozenElement refused) {
        List<FrozenElement> children = refused.childElements();
        boolean useful =
                refused.localName().equals("iq")
                        && children.size() == 1
                        && isSmall(children.getFirst());
        return useful ? children.getFirst() : null;
    }

    private static boolean isSmall(FrozenElement payload) {
        return elements(payload) <= ECHOED_ELEMENTS
                && payload.getStringValue().length() <= ECHOED_CHARS;
    }

    private static int elements(FrozenElement element) {
        int sum = 1;
        for (FrozenElement child : element.childElements()) {
            sum += elements(child);
        }
        return sum;
    }

    static FrozenElement error(StanzaException refusal) {
        PacketError.Condition condition = refusal.condition();
        PacketError.Type type = refusal.type();
        return FrozenElement.named("error", Stanzas.CLIENT)
                .attribute("type", (type == null ? defaultType(condition) : type).toXMPP())
                .child(FrozenElement.named(condition.toXMPP(), Stanzas.ERRORS).build())
                .child(text(refusal.text()))
                .child(refusal.detail())
                .build();
    }

    private static @Nullable FrozenElement text(@Nullable String text) {
        return text == null
                ? null
                : FrozenElement.named("text", Stanzas.ERRORS)
                        .attribute(Names.LANG, "en")
                        .text(text)
                        .build();
    }

    // Tinder has the types of RFC 3920 for these; RFC 6120 section 8.3.3 changed them.
    private static PacketError.Type defaultType(PacketError.Condition condition) {
        return switch (condition) {
            case gone, internal_server_error -> PacketError.Type.cancel;
            default -> condition.getDefaultType();
        };
    }
}
