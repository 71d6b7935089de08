package dev.hermod.feature;

import dev.hermod.storage.RosterItem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// The roster of an online account as features see it; does not block. All addresses are bare JIDs.
public interface Contacts {
    /// Nobody's roster.
    Contacts NONE = new NoContacts();

    /// The contact as the owner sees it, `null` when it is not in the roster.
    @Nullable RosterItem item(JID contact);

    /// Whether the contact receives the owner's presence.
    boolean from(JID contact);

    /// Whether the owner receives the contact's presence.
    boolean to(JID contact);

    /// Who receives the owner's presence.
    List<JID> subscribers();

    /// Whose presence the owner receives.
    List<JID> subscriptions();

    /// Everybody in the roster.
    List<JID> all();

    /// Who is in a group of the roster.
    List<JID> inGroup(String group);
}
