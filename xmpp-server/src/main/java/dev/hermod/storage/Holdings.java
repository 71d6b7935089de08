package dev.hermod.storage;

/// How much a storage holds.
///
/// @param accounts and rooms
/// @param entries rows of archives
public record Holdings(long accounts, long entries) {
    public boolean empty() {
        return accounts == 0 && entries == 0;
    }
}
