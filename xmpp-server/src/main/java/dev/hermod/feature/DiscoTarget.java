package dev.hermod.feature;

/// Whose disco#info answer something belongs to.
public enum DiscoTarget {
    SERVER,
    ACCOUNT
}
