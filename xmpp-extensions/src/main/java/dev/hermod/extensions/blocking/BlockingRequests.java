package dev.hermod.extensions.blocking;

import dev.hermod.feature.IqRequest;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.RoutedState;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.feature.Slot;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Answers the commands: storage first, then memory, then the account's resources that asked for
/// the list, then presence.
final class BlockingRequests {
    private final Services services;
    private final RoutedState<AccountBlocks> blocks;
    private final Slot<Boolean> interested;
    private final BlockedPresence presence;
    private final List<BlockingFeature.Listener> listeners;

    BlockingRequests(
            Services services,
            RoutedState<AccountBlocks> blocks,
            Slot<Boolean> interested,
            List<BlockingFeature.Listener> listeners) {
        this.listeners = listeners;
        this.services = services;
        this.blocks = blocks;
        this.interested = interested;
        this.presence = new BlockedPresence(services);
    }

    /// XEP-0191 3.1; does not block.
    IQ list(IqRequest request) throws StanzaException {
        Session session = request.localSession();
        session.set(interested, true);
        AccountBlocks list = session.account().state(blocks);
        return request.result(BlockingPayload.element("blocklist", list.addresses().all()));
    }

    /// XEP-0191 3.2.
    IQ block(IqRequest request) throws StanzaException {
        Map<JID, FrozenElement> asked = BlockingPayload.items(request.payload());
        Set<JID> items = asked.keySet();
        if (items.isEmpty()) {
            throw new StanzaException(PacketError.Condition.bad_request, "nobody to block");
        }
        OnlineAccount account = request.localSession().account();
        AccountBlocks list = account.state(blocks);
        list.exclusively(() -> {
            BlockedAddresses before = list.addresses();
            Set<JID> fresh = new HashSet<>(items);
            fresh.removeAll(before.all());
            store(account, fresh);
            list.addresses(before.with(fresh));
            push(account, BlockingPayload.element("block", items));
            presence.hide(account, list, fresh, before);
        });
        listeners.forEach(listener ->
                asked.forEach(
                        (address, item) -> listener.blocked(account.address(), address, item)));
        return request.result();
    }

    private void store(OnlineAccount account, Set<JID> fresh) throws StanzaException {
        int maximum = services.config().limits().blockedAddresses();
        if (!fresh.isEmpty() && !lists().add(account.address(), fresh, maximum)) {
            throw new StanzaException(PacketError.Condition.not_allowed, "the block list is full");
        }
    }

    /// XEP-0191 3.3, and 3.4 without items.
    IQ unblock(IqRequest request) throws StanzaException {
        Set<JID> items = BlockingPayload.items(request.payload()).keySet();
        if (items.isEmpty() && !request.payload().childElements().isEmpty()) {
            // What was meant to be something else must not unblock everybody.
            throw new StanzaException(PacketError.Condition.bad_request, "nobody to unblock");
        }
        OnlineAccount account = request.localSession().account();
        AccountBlocks list = account.state(blocks);
        list.exclusively(() -> {
            if (items.isEmpty()) {
                lists().clear(account.address());
            } else {
                lists().remove(account.address(), items);
            }
            Collection<JID> gone = items.isEmpty() ? list.addresses().all() : items;
            BlockedAddresses after = list.addresses().without(gone);
            list.addresses(after);
            push(account, BlockingPayload.element("unblock", items));
            presence.show(account, gone, after);
        });
        return request.result();
    }

    private void push(OnlineAccount account, FrozenElement change) {
        String id = UUID.randomUUID().toString();
        for (Session session : account.sessions()) {
            if (session.get(interested) != null) {
                session.deliver(Stanzas.iqSet(session.address(), account.address(), id, change));
            }
        }
    }

    private BlockLists lists() {
        return services.storage().port(BlockLists.class);
    }
}
