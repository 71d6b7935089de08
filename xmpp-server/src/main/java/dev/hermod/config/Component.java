package dev.hermod.config;

/// An external component that may connect for its domain (XEP-0114).
public record Component(String secret) {

    static Component read(Section section) {
        return new Component(section.required("secret", "", Formats.SOME_TEXT));
    }

    /// Leaves the secret out, so that no log line ever shows it.
    @Override
    public String toString() {
        return "Component[]";
    }
}
