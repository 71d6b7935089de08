package dev.hermod.feature;

import dev.hermod.storage.RosterItem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// A roster with nobody in it, where no feature keeps rosters.
final class NoContacts implements Contacts {
    @Override
    public @Nullable RosterItem item(JID contact) {
        return null;
    }

    @Override
    public boolean from(JID contact) {
        return false;
    }

    @Override
    public boolean to(JID contact) {
        return false;
    }

    @Override
    public List<JID> subscribers() {
        return List.of();
    }

    @Override
    public List<JID> subscriptions() {
        return List.of();
    }

    @Override
    public List<JID> all() {
        return List.of();
    }

    @Override
    public List<JID> inGroup(String group) {
        return List.of();
    }
}
