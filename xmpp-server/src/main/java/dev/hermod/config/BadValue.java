package dev.hermod.config;

/// A value that does not have the form its key asks for.
final class BadValue extends Exception {
    private final String complaint;

    BadValue(String complaint) {
        super(complaint, null, false, false);
        this.complaint = complaint;
    }

    /// What is wrong with it and what would be right.
    String complaint() {
        return complaint;
    }
}
