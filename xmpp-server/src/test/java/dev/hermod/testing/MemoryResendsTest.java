package dev.hermod.testing;

import dev.hermod.storage.MessageLog;
import dev.hermod.storage.ResendsContract;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.xmpp.packet.JID;

class MemoryResendsTest implements ResendsContract {
    private final MemoryStorage storage = new MemoryStorage();

    @AfterEach
    void close() {
        storage.close();
    }

    @Override
    public MessageLog log() {
        return storage.memoryLog();
    }

    @Override
    public JID owner() {
        JID address = new JID(UUID.randomUUID().toString(), "example.org", null);
        storage.create(address, List.of(), false);
        return address;
    }

    @Override
    public void pass(Duration time) {
        storage.memoryLog().pass(time);
    }
}
