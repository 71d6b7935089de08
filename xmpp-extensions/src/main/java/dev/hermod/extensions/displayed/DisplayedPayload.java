package dev.hermod.extensions.displayed;

import dev.hermod.stanza.Jids;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Optional;
import org.xmpp.packet.JID;

/// Reads `<displayed/>` (XEP-0490 4.1).
///
/// @param by the archive that has the message: the account's, or a room's
/// @param id of the newest message that was displayed, in that archive
record DisplayedPayload(JID by, String id) {
    static final String NAMESPACE = "urn:xmpp:mds:displayed:0";
    static final String NODE = NAMESPACE;
    static final String NAME = "displayed";
    private static final String STANZA_IDS = "urn:xmpp:sid:0";

    /// Empty where there is not exactly one id that could be a message's.
    static Optional<DisplayedPayload> in(FrozenElement displayed) {
        List<FrozenElement> ids = displayed.children("stanza-id", STANZA_IDS);
        if (!displayed.is(NAME, NAMESPACE) || ids.size() != 1) {
            return Optional.empty();
        }
        JID by = Jids.parseOrNull(ids.getFirst().attr("by"));
        String id = ids.getFirst().attr("id");
        return by == null || id == null || id.isEmpty()
                ? Optional.empty()
                : Optional.of(new DisplayedPayload(by, id));
    }
}
