package dev.hermod.stream;

import dev.hermod.session.BoundSession;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import dev.hermod.xml.StreamHeader;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// What a client sends once it has a resource: stanzas in its own name (RFC 6120 8.1.2.1), and what
/// is about the stream.
final class BoundElements {
    static final String CLIENT_STATE = "urn:xmpp:csi:0";

    /// Longer than any tag of RFC 5646 section 4.4.1.
    private static final int LONGEST_LANGUAGE = 64;

    private final ClientStream stream;
    private final ManagementRequests management;

    BoundElements(ClientStream stream, ManagementRequests management) {
        this.stream = stream;
        this.management = management;
    }

    void element(FrozenElement element, BoundSession session, @Nullable StreamHeader header) {
        if (element.namespace().equals(ManagementRequests.NAMESPACE)) {
            management.bound(element, session);
        } else if (element.namespace().equals(CLIENT_STATE)) {
            clientState(element, session);
        } else if (!element.namespace().equals(Stanzas.CLIENT) || !Stanzas.isStanza(element)) {
            stream.fail(StreamErrorCondition.UNSUPPORTED_STANZA_TYPE, "not a stanza");
        } else if (!mayBeFrom(element.attr("from"), session.address())) {
            stream.fail(StreamErrorCondition.INVALID_FROM, "a stanza in another's name");
        } else {
            try {
                session.receive(
                        Stanzas.read(
                                element,
                                session.address(),
                                header == null ? null : language(header)));
            } catch (StanzaException refusal) {
                session.refuse(
                        mayBeAnswered(element)
                                ? Stanzas.error(element, session.address(), refusal)
                                : null);
            }
        }
    }

    /// XEP-0352.
    private void clientState(FrozenElement element, BoundSession session) {
        switch (element.localName()) {
            case "active" -> session.active(true);
            case "inactive" -> session.active(false);
            default ->
                    stream.fail(
                            StreamErrorCondition.UNSUPPORTED_STANZA_TYPE, "no state of a client");
        }
    }

    // It is put on every stanza, so it must not be a way to send a little and have much delivered.
    private static @Nullable String language(StreamHeader header) {
        String lang = header.lang();
        return lang != null && lang.length() <= LONGEST_LANGUAGE ? lang : null;
    }

    private static boolean mayBeAnswered(FrozenElement element) {
        String type = element.attr("type");
        return !"error".equals(type) && !"result".equals(type);
    }

    /// RFC 6120 8.1.2.1: no `from`, or the session's own bare or full JID.
    private static boolean mayBeFrom(@Nullable String from, JID address) {
        if (from == null || from.equals(address.toString())) {
            return true;
        }
        @Nullable JID claimed = Jids.parseOrNull(from);
        return address.equals(claimed) || address.asBareJID().equals(claimed);
    }
}
