package dev.hermod.extensions.archive;

import java.util.List;

/// Some messages of an archive, oldest first.
///
/// @param more whether there are others that were asked for, beyond the end that the page was read
///   towards
public record ArchivePage(List<ArchivedMessage> messages, boolean more) {
    public ArchivePage {
        messages = List.copyOf(messages);
    }
}
