package dev.hermod.storage;

import dev.hermod.auth.ScramVerifier;
import java.time.Instant;
import java.util.List;
import org.xmpp.packet.JID;

/// An account as stored; `address` is its bare JID, `verifiers` are salted, never a password.
public record Account(
        JID address,
        List<ScramVerifier> verifiers,
        boolean disabled,
        boolean admin,
        Instant created) {
    public Account {
        verifiers = List.copyOf(verifiers);
    }
}
