package dev.hermod.storage;

import java.util.List;

/// Sessions that outlive a clean restart of the server.
public interface SavedSessions {
    /// Adds them, in one transaction. Those whose account is gone are passed over.
    void save(List<SavedSession> sessions);

    /// Takes out some, and gives each out once only.
    List<SavedSession> take(int limit);
}
