package dev.hermod.extensions.archive;

import dev.hermod.config.Retention;
import java.util.Set;
import java.util.function.Predicate;
import org.xmpp.packet.JID;

/// What is kept of one account's messages, in memory, online or not.
final class AccountHistory {
    private volatile Preferences preferences;
    private volatile Retention retention;
    private volatile Set<JID> contacts;

    /// @param contacts the roster while nobody is online who could change it; only used where
    ///   preferences ask for it
    AccountHistory(Preferences preferences, Retention retention, Set<JID> contacts) {
        this.preferences = preferences;
        this.retention = retention;
        this.contacts = Set.copyOf(contacts);
    }

    Preferences preferences() {
        return preferences;
    }

    void preferences(Preferences changed) {
        preferences = changed;
    }

    void retention(Retention changed) {
        retention = changed;
    }

    Set<JID> contacts() {
        return contacts;
    }

    void contacts(Set<JID> changed) {
        contacts = Set.copyOf(changed);
    }

    /// Whether messages exchanged with this address enter the archive.
    boolean keeps(JID other, Predicate<JID> inRoster) {
        return !(retention instanceof Retention.Delivered) && preferences.keep(other, inRoster);
    }

    int weight() {
        return preferences.entries() + contacts.size();
    }
}
