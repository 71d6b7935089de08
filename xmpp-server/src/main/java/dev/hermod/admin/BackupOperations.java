package dev.hermod.admin;

import dev.hermod.storage.BackupSummary;
import java.io.IOException;
import java.io.OutputStream;

/// Copies of the whole server for operators.
public interface BackupOperations {
    /// Writes everything there is at one moment: what is in storage, and certificates that the
    /// server made itself. Whoever reads it can log in as anybody. The server goes on meanwhile.
    ///
    /// @param target is not closed
    /// @throws IOException when `target` cannot be written
    BackupSummary write(OutputStream target) throws OperationException, IOException;
}
