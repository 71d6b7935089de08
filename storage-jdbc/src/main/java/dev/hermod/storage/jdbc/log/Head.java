package dev.hermod.storage.jdbc.log;

/// Where an archive stands.
///
/// @param last its highest committed id, 0 when it is empty
record Head(long archiveId, long last) {}
