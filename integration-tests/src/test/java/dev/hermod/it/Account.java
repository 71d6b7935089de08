package dev.hermod.it;

/// An account that a test may log in to.
public record Account(String localpart, String domain, String password) {

    /// The bare JID.
    public String jid() {
        return localpart + "@" + domain;
    }
}
