package dev.hermod.server.command;

import dev.hermod.stanza.InvalidJidException;
import dev.hermod.stanza.Jids;
import org.xmpp.packet.JID;
import picocli.CommandLine.TypeConversionException;

/// The bare JID of an account, as typed.
record AccountAddress(JID jid) {

    /// Fails with an [IllegalArgumentException] whose message continues a sentence about the text.
    static AccountAddress of(String text) {
        try {
            JID jid = Jids.parse(text);
            if (jid.getNode() == null) {
                throw new IllegalArgumentException("it has no @");
            }
            if (jid.getResource() != null) {
                throw new IllegalArgumentException("it has a resource");
            }
            return new AccountAddress(jid);
        } catch (InvalidJidException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    static AccountAddress typed(String text) {
        try {
            return of(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(
                    "'%s' is no address such as romeo@example.org: %s"
                            .formatted(text, e.getMessage()));
        }
    }

    @Override
    public String toString() {
        return jid.toString();
    }
}
