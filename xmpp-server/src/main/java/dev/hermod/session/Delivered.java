package dev.hermod.session;

/// An entry of an account's log as it was given to one of its resources.
///
/// @param id in the account's archive
/// @param lasting whether it stays there once any resource has acknowledged it
record Delivered(Receiver receiver, long id, boolean lasting) {
    Delivered(Receiver receiver, long id) {
        this(receiver, id, true);
    }
}
