package dev.hermod.it.history;

/// A promise that was not kept.
///
/// @param what for people
record Violation(Kind kind, String what) {
    /// The promises, by how they are broken.
    enum Kind {
        /// An acknowledged message is missing where it must be.
        LOST,
        /// A message came twice in one session, or stands twice in an archive.
        DOUBLED,
        /// Messages of one device came, or stand in an archive, in another order than they were
        /// sent.
        REORDERED,
        /// An id appeared within the bounds of a page that was read before without it.
        BELOW_PAGE,
        /// What the archive says depends on how it is read, or is not what was delivered.
        ARCHIVE_DIFFERS,
        /// A message is in one place only of those where it must be together, or was refused and
        /// kept all the same.
        HALF_KEPT,
        /// A resumed session lacks something, or counts wrongly.
        RESUME_NOT_EXACT,
        /// A session was given something after another one had taken over its address.
        TWO_OWNERS,
        /// Somebody is not in a room any more who did not leave it.
        PUT_OUT
    }
}
