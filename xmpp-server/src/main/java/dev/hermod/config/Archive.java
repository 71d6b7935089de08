package dev.hermod.config;

/// The message archive (XEP-0313).
///
/// @param byDefault what is kept for accounts that have not chosen
/// @param retention how long it is kept
public record Archive(Keep byDefault, Retention retention) {

    /// The default behaviours of XEP-0313 section 6.
    public enum Keep {
        ALWAYS,
        /// Only what is exchanged with contacts.
        ROSTER,
        NEVER
    }

    static Archive read(Section section) {
        return new Archive(
                section.value("default", Keep.ALWAYS, Formats.choice(Keep.class)),
                section.value("retention", new Retention.Forever(), Retention::parse));
    }
}
