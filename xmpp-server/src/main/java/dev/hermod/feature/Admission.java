package dev.hermod.feature;

import dev.hermod.stanza.StanzaException;

/// What a stanza check decided. The router switches over this, so a new kind is a compile error
/// there.
public sealed interface Admission {
    Admission PASS = new Pass();

    /// Goes on.
    record Pass() implements Admission {}

    /// Ends here, and nobody is told.
    record Drop(String reason) implements Admission {}

    /// Ends here, and the sender gets this error unless the stanza is one that is never answered.
    record Refuse(StanzaException error) implements Admission {}
}
