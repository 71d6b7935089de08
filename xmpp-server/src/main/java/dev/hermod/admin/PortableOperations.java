package dev.hermod.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.xmpp.packet.JID;

/// Accounts that move from one server to another, in files as XEP-0227 describes them. Works while
/// the server runs.
public interface PortableOperations {
    /// Writes everything of an account, its password's verifiers too: whoever reads it can try
    /// passwords.
    ///
    /// @param target is not closed
    /// @throws IOException when `target` cannot be written
    void write(JID account, OutputStream target) throws OperationException, IOException;

    /// Makes the accounts of a file; those that exist here stay as they are. An account of which
    /// not everything could be read is not made.
    ///
    /// @param notes hears, in words for people, what was left out
    /// @throws IOException when `source` cannot be read or is no such file
    Outcome read(InputStream source, Consumer<String> notes) throws OperationException, IOException;

    /// What became of a file.
    ///
    /// @param made accounts
    /// @param refused accounts that exist already, or cannot be here
    record Outcome(long made, long refused) {}
}
