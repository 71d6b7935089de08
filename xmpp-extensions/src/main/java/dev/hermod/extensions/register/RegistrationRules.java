package dev.hermod.extensions.register;

import dev.hermod.auth.Passwords;
import dev.hermod.stanza.InvalidJidException;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Which names and passwords may be registered. Operators are free of these rules.
final class RegistrationRules {
    /// In characters. Short enough for what people type on phones; guessing is slowed down
    /// elsewhere.
    static final int SHORTEST_PASSWORD = 6;

    private RegistrationRules() {}

    /// The address that a name would have.
    ///
    /// @throws StanzaException `not-acceptable` without a name, and for one that no address can
    ///   have
    static JID address(@Nullable String username, String domain) throws StanzaException {
        if (username == null || username.isEmpty()) {
            throw refused("a username is needed");
        }
        try {
            return Jids.of(username, domain, null);
        } catch (InvalidJidException invalid) {
            throw refused("this username cannot be used in an address");
        }
    }

    /// The password as it is kept.
    ///
    /// @throws StanzaException `not-acceptable` for none, and for one that is too short or cannot
    ///   be prepared
    static String password(@Nullable String password) throws StanzaException {
        if (password == null || password.isEmpty()) {
            throw refused("a password is needed");
        }
        if (password.codePointCount(0, password.length()) < SHORTEST_PASSWORD) {
            throw refused("a password needs at least " + SHORTEST_PASSWORD + " characters");
        }
        try {
            return Passwords.prepare(password);
        } catch (IllegalArgumentException unusable) {
            throw refused(String.valueOf(unusable.getMessage()));
        }
    }

    private static StanzaException refused(String why) {
        return new StanzaException(PacketError.Condition.not_acceptable, why);
    }
}
