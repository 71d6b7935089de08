package dev.hermod.routing;

import dev.hermod.storage.LogRow;
import org.xmpp.packet.Message;

/// Takes a committed message to the resources of a local account; behind it stands `session`.
public interface LocalDelivery {
    /// Delivers to the resource that the row's target names if it is connected, else to all
    /// available resources with a priority that is not negative. Where there is none it waits in
    /// the log. On the log's thread, in the order of ids.
    void deliver(LogRow row, Message message, long id);
}
