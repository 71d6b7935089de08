package dev.hermod.extensions.muc;

import dev.hermod.xml.FrozenElement;

/// Namespaces of rooms, and what of a stanza only a room itself may say.
final class Muc {
    static final String JOIN = "http://jabber.org/protocol/muc";
    static final String USER = JOIN + "#user";
    static final String ADMIN = JOIN + "#admin";
    static final String OWNER = JOIN + "#owner";
    static final String OCCUPANT_IDS = "urn:xmpp:occupant-id:0";
    static final String STANZA_IDS = "urn:xmpp:sid:0";
    static final String HATS = "urn:xmpp:hats:0";
    static final String DELAY = "urn:xmpp:delay";

    private Muc() {}

    /// Whether an occupant must not say this, or it would pass for the room's own word (XEP-0045
    /// 13.4, XEP-0421 security considerations, XEP-0359 business rules).
    static boolean reserved(FrozenElement child, String room) {
        return switch (child.namespace()) {
            case JOIN, USER, ADMIN, OWNER, OCCUPANT_IDS, HATS -> true;
            case STANZA_IDS -> child.localName().equals("stanza-id") && by(child, "by", room);
            case DELAY -> by(child, "from", room);
            default -> false;
        };
    }

    private static boolean by(FrozenElement child, String attribute, String room) {
        String said = child.attr(attribute);
        return said != null && (said.equalsIgnoreCase(room) || said.startsWith(room + "/"));
    }
}
