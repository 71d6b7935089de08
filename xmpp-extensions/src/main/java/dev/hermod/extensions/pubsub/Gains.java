package dev.hermod.extensions.pubsub;

import dev.hermod.stanza.StanzaException;
import java.util.Collection;
import java.util.Set;
import org.xmpp.packet.JID;

/// Sends the last item of a node to those who get access by a change of the node (XEP-0060 12.2):
/// of its configuration, or of who is what to it.
record Gains(Meetings meetings, Notifications notifications, LastItems lastItems) {
    /// A change of a node that somebody holds.
    @FunctionalInterface
    interface Change<T> {
        T make() throws StanzaException;
    }

    /// Makes a change.
    ///
    /// @param meeting as it is before
    <T> T around(Meeting meeting, Change<T> change) throws StanzaException {
        if (!meeting.host().personal()) {
            return change.make();
        }
        Set<JID> before = Set.copyOf(notifications.audience(meeting));
        T made = change.make();
        meetings.find(meeting.host(), meeting.id(), meeting.asker())
                .ifPresent(after -> remind(after, before));
        return made;
    }

    private void remind(Meeting after, Set<JID> before) {
        Collection<JID> audience = notifications.audience(after);
        audience.stream()
                .filter(resource -> !before.contains(resource))
                .forEach(resource -> lastItems.remind(resource, after.host(), after.id()));
    }
}
