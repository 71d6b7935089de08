package dev.hermod.config;

/// Who may make an account without an operator (XEP-0077, XEP-0445).
public enum Registration {
    CLOSED,
    INVITE,
    OPEN
}
