package dev.hermod.routing;

import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Who a stanza is for, decided once.
sealed interface Target {
    /// A served domain itself.
    record ServerDomain(String domain) implements Target {}

    /// A local account by its bare JID.
    record LocalAccount(JID address) implements Target {}

    /// A resource of a local account, connected or not.
    record LocalResource(JID address) implements Target {}

    /// A domain that a feature serves, such as rooms.
    record Service(String domain) implements Target {}

    /// Somebody elsewhere.
    record Remote(JID address) implements Target {}

    /// A stanza without `to` is for its sender's own account (RFC 6120 10.3).
    static Target of(@Nullable JID to, JID from, ServedDomains domains) {
        if (to == null) {
            return new LocalAccount(from.asBareJID());
        }
        String domain = to.getDomain();
        if (domains.accounts(domain)) {
            if (to.getNode() == null) {
                return new ServerDomain(domain);
            }
            return to.getResource() == null ? new LocalAccount(to) : new LocalResource(to);
        }
        return domains.service(domain) != null ? new Service(domain) : new Remote(to);
    }
}
