package dev.hermod.extensions.archive;

import dev.hermod.testing.TestServer;
import java.util.UUID;
import org.xmpp.packet.JID;

class MemoryArchivePreferencesTest implements ArchivePreferencesContract {
    private final ArchivePreferences preferences = new MemoryArchivePreferences();

    @Override
    public ArchivePreferences preferences() {
        return preferences;
    }

    @Override
    public JID owner() {
        return TestServer.jid(UUID.randomUUID() + "@example.org");
    }
}
