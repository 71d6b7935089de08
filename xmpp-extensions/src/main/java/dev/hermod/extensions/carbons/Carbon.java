package dev.hermod.extensions.carbons;

import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.MessageIds;
import dev.hermod.xml.FrozenElement;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/// A message wrapped for an account's other resources (XEP-0280 sections 7 and 8), which share all
/// but the address.
///
/// @param account the bare JID that it comes from, and goes to
/// @param type as on the original, `null` where that has none
/// @param payload `<sent/>` or `<received/>`
record Carbon(JID account, @Nullable String type, FrozenElement payload) {
    private static final String FORWARD = "urn:xmpp:forward:0";
    private static final String STANZA_ID = "urn:xmpp:sid:0";

    /// Which way the account saw the message go.
    enum Direction {
        SENT("sent"),
        RECEIVED("received");

        private final String element;

        Direction(String element) {
            this.element = element;
        }

        String element() {
            return element;
        }
    }

    /// @param id of the message in the account's own archive, `null` when it is not kept there
    static Carbon of(Message message, Direction direction, JID account, @Nullable Long id) {
        FrozenElement original = Stanzas.embed(message);
        FrozenElement forwarded =
                FrozenElement.named("forwarded", FORWARD)
                        .child(id == null ? original : original.withChild(stanzaId(account, id)))
                        .build();
        return new Carbon(
                account,
                original.attr("type"),
                FrozenElement.named(direction.element(), CarbonsFeature.NAMESPACE)
                        .child(forwarded)
                        .build());
    }

    private static FrozenElement stanzaId(JID account, long id) {
        return FrozenElement.named("stanza-id", STANZA_ID)
                .attribute("by", account.toString())
                .attribute("id", MessageIds.wire(id))
                .build();
    }

    Message to(JID resource) {
        return Stanzas.message(
                FrozenElement.named("message", Stanzas.CLIENT)
                        .attribute("from", account.toString())
                        .attribute("to", resource.toString())
                        .attribute("type", type)
                        .child(payload)
                        .build());
    }
}
