package dev.hermod.storage;

/// How long the log keeps a row.
public enum Retention {
    /// In the archive, until the archive's retention ends.
    ARCHIVE,
    /// Hidden from the archive, deleted once delivered (XEP-0334 `no-permanent-store`, or history
    /// switched off).
    UNTIL_DELIVERED
}
