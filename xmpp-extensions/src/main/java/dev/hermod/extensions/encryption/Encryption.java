package dev.hermod.extensions.encryption;

import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Set;

/// What a message keeps from the server. The body beside an encrypted payload is for clients that
/// cannot read it, and says nothing.
public enum Encryption {
    /// Nothing: what it says is in its body.
    NONE,
    /// What it says is in a payload that only its readers understand.
    CONTENT,
    /// There is a payload, but only of keys: nothing is said (XEP-0384, "key transport").
    KEYS;

    private static final String EME = "urn:xmpp:eme:0";
    private static final String OMEMO_OF_OLD = "eu.siacs.conversations.axolotl";
    private static final Set<String> OMEMO =
            Set.of(OMEMO_OF_OLD, "urn:xmpp:omemo:1", "urn:xmpp:omemo:2");
    private static final String OPENPGP = "urn:xmpp:openpgp:0";
    private static final String OPENPGP_OF_OLD = "jabber:x:encrypted";

    /// OTR and PGP without any element of their own.
    private static final List<String> ARMOURS = List.of("?OTR", "-----BEGIN PGP MESSAGE-----");

    public static Encryption of(FrozenElement message) {
        boolean keys = false;
        for (FrozenElement child : message.childElements()) {
            if (child.localName().equals("encrypted") && OMEMO.contains(child.namespace())) {
                if (child.child("payload", child.namespace()) != null) {
                    return CONTENT;
                }
                keys = true;
            } else if (child.is("openpgp", OPENPGP) || child.is("x", OPENPGP_OF_OLD)) {
                return CONTENT;
            }
        }
        if (keys) {
            return KEYS;
        }
        return named(message) || armoured(message) ? CONTENT : NONE;
    }

    /// By a protocol that this server does not know, but the message names it.
    private static boolean named(FrozenElement message) {
        return message.child("encryption", EME) != null;
    }

    private static boolean armoured(FrozenElement message) {
        FrozenElement body = message.child("body", Stanzas.CLIENT);
        String text = body == null ? "" : body.text();
        return ARMOURS.stream().anyMatch(text::startsWith);
    }
}
