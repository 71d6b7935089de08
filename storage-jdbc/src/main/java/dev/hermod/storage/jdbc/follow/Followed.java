package dev.hermod.storage.jdbc.follow;

import dev.hermod.xml.FrozenElement;

/// An entry of an archive as readers behind the log get it.
///
/// @param conversation the bare address of the other side
/// @param own whether the archive's owner sent it
public record Followed(
        long archiveId, long id, String conversation, boolean own, FrozenElement message) {}
