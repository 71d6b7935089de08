package dev.hermod.extensions.blocking;

import dev.hermod.testing.TestServer;
import java.util.UUID;
import org.xmpp.packet.JID;

class MemoryBlockListsTest implements BlockListsContract {
    private final BlockLists lists = new MemoryBlockLists();

    @Override
    public BlockLists lists() {
        return lists;
    }

    @Override
    public JID owner() {
        return TestServer.jid(UUID.randomUUID() + "@example.org");
    }
}
