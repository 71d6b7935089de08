package dev.hermod.storage.jdbc.backup;

/// Where a sequence stands.
///
/// @param called whether `value` was given already; otherwise it is the next
record Sequence(String name, long value, boolean called) {}
