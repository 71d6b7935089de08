package dev.hermod.extensions.privatexml;

import dev.hermod.testing.TestServer;
import java.util.UUID;
import org.xmpp.packet.JID;

class MemoryPrivateXmlTest implements PrivateXmlContract {
    private final PrivateXml store = new MemoryPrivateXml();

    @Override
    public PrivateXml store() {
        return store;
    }

    @Override
    public JID owner() {
        return TestServer.jid(UUID.randomUUID() + "@example.org");
    }
}
