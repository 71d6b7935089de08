package dev.hermod.extensions.lastactivity;

import dev.hermod.testing.TestServer;
import java.util.UUID;
import org.xmpp.packet.JID;

class MemoryLastActivitiesTest implements LastActivitiesContract {
    private final LastActivities activities = new MemoryLastActivities();

    @Override
    public LastActivities activities() {
        return activities;
    }

    @Override
    public JID owner() {
        return TestServer.jid(UUID.randomUUID() + "@example.org");
    }
}
