package dev.hermod.extensions.push;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Storage of the push services that accounts have enabled, by the owner's bare JID. All methods
/// block.
public interface PushServices {
    /// A node of a service.
    ///
    /// @param node empty where the client named none
    /// @param resource of the client that enabled it last
    /// @param options what every notification is published with, as the XML of a form; `null` for
    ///   nothing
    record PushService(JID service, String node, String resource, @Nullable String options) {
        // What services ask for are often secrets.
        @Override
        public String toString() {
            return "PushService[" + service + ", " + node + ", " + resource + "]";
        }
    }

    /// What came of enabling.
    enum Enabling {
        DONE,
        TOO_MANY,
        NO_SUCH_ACCOUNT
    }

    /// In the order of services and nodes; none for an address that no account has.
    List<PushService> of(JID owner);

    /// Enables it, or has what is enabled already use these options from now on.
    ///
    /// @param most how many the account may have
    Enabling enable(JID owner, PushService service, int most);

    /// Disables a node of a service, or, where none is named, all of them.
    void disable(JID owner, JID service, @Nullable String node);
}
