package dev.hermod.extensions.pep;

import dev.hermod.extensions.pubsub.AccessModel;
import dev.hermod.feature.EntityCapabilities;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.storage.RosterItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.xmpp.packet.JID;

/// Resources that are online and whose clients want to hear of a node of an account (XEP-0060 9.2):
/// the account's own, those of contacts that receive its presence, and those of others who have
/// shown it theirs.
final class Watchers {
    static final String NOTIFY = "+notify";

    private final Services services;
    private final EntityCapabilities capabilities;
    private final RemotePresences remote;

    Watchers(Services services, EntityCapabilities capabilities, RemotePresences remote) {
        this.services = services;
        this.capabilities = capabilities;
        this.remote = remote;
    }

    Collection<JID> of(JID account, String node, AccessModel access, Predicate<JID> reads) {
        String wanted = node + NOTIFY;
        List<JID> found = new ArrayList<>();
        addSessions(found, account, wanted);
        if (access == AccessModel.AUTHORIZE) {
            return found;
        }
        for (JID contact : subscribers(account)) {
            if (!contact.equals(account)
                    && services.sessions().account(contact) != null
                    && reads.test(contact)) {
                addSessions(found, contact, wanted);
            }
        }
        remote.interested(account, wanted, access, reads, found::add);
        return found;
    }

    /// Resources of a contact that are online, as far as an account knows, and what their clients
    /// support.
    Map<JID, Set<String>> resources(JID account, JID contact) {
        Map<JID, Set<String>> found = new HashMap<>(remote.of(account, contact));
        OnlineAccount online = services.sessions().account(contact);
        if (online != null) {
            online.sessions().stream()
                    .filter(Session::available)
                    .forEach(session ->
                            found.put(session.address(), capabilities.features(session)));
        }
        return found;
    }

    private void addSessions(List<JID> found, JID account, String wanted) {
        OnlineAccount online = services.sessions().account(account);
        if (online == null) {
            return;
        }
        for (Session session : online.sessions()) {
            if (session.available() && capabilities.features(session).contains(wanted)) {
                found.add(session.address());
            }
        }
    }

    /// Who receives the account's presence.
    List<JID> subscribers(JID account) {
        OnlineAccount online = services.sessions().account(account);
        return online != null
                ? services.contacts(online).subscribers()
                : services.storage().rosters().load(account).items().stream()
                        .filter(item -> item.subscription().from())
                        .map(RosterItem::contact)
                        .toList();
    }
}
