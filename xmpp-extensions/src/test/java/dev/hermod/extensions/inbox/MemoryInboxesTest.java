package dev.hermod.extensions.inbox;

import dev.hermod.storage.LogMessage;
import dev.hermod.storage.Told;
import dev.hermod.testing.MemoryStorage;
import dev.hermod.testing.TestServer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.xmpp.packet.JID;

class MemoryInboxesTest implements InboxesContract {
    private final MemoryStorage storage = new MemoryStorage();
    private final Inboxes inboxes = storage.port(Inboxes.class);

    @AfterEach
    void close() {
        storage.close();
    }

    @Override
    public Inboxes inboxes() {
        return inboxes;
    }

    @Override
    public JID owner() {
        JID owner = TestServer.jid(UUID.randomUUID() + "@example.org");
        storage.create(owner, List.of(), false);
        return owner;
    }

    @Override
    public long commit(LogMessage message) {
        Told told = new Told();
        storage.messageLog().append(message, told);
        return told.committed().ids().getFirst();
    }

    @Override
    public void follow(JID owner) {}
}
