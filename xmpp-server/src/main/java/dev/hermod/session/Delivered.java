package dev.hermod.session;

/// An entry of an account's log as it was given to one of its resources.
///
/// @param id in the account's archive
record Delivered(Receiver receiver, long id) {}
