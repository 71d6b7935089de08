package dev.hermod.feature;

/// Where in the life of a message a hook runs; stages run in this order. ARCHIVE is the last before
/// the log's commit, COPY and DELIVER come after it. Headers are final from ARCHIVE on.
public enum Stage {
    /// May it pass: blocking, limits.
    CHECK,
    /// Remove what senders may not claim, add what the server says.
    REWRITE,
    /// Which archives keep it.
    ARCHIVE,
    /// Further copies, such as carbons.
    COPY,
    /// About to be handed to the recipient's resources.
    DELIVER
}
