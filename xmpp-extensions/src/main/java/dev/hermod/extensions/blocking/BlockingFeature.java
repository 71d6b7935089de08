package dev.hermod.extensions.blocking;

import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.RoutedState;
import dev.hermod.feature.Services;
import dev.hermod.feature.SlotText;
import dev.hermod.feature.Xep;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/// Block lists, applied on every route and in both directions, also for accounts that are offline.
@Xep(number = 191, title = "Blocking Command", version = "1.3")
public final class BlockingFeature implements Feature {
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /// Hears of addresses that clients ask to block; on a virtual thread, once they are.
    @FunctionalInterface
    public interface Listener {
        /// An address is blocked now.
        ///
        /// @param item as the client sent it, with all that is in it
        void blocked(JID owner, JID address, FrozenElement item);
    }

    /// Somebody who wants to hear, from now on.
    public void onBlock(Listener listener) {
        listeners.add(listener);
    }

    @Override
    public void install(Installation on) {
        Services services = on.services();
        RoutedState<AccountBlocks> blocks =
                on.routedState(
                        owner ->
                                new AccountBlocks(
                                        services.storage().port(BlockLists.class).load(owner)),
                        list -> list.addresses().all().size());
        BlockingRequests requests =
                new BlockingRequests(
                        services,
                        blocks,
                        on.sessionSlot(Boolean.class, SlotText.flag("block-list-interest")),
                        listeners);
        String namespace = BlockingPayload.NAMESPACE;
        on.advertise(DiscoTarget.SERVER, namespace);
        on.onStanza(new BlockingCheck(blocks));
        on.portable(new PortableBlockList(services));
        IqScope own = IqScope.OWN_ACCOUNT;
        on.onIq(own, IQ.Type.get, namespace, "blocklist", requests::list);
        on.onIqBlocking(own, IQ.Type.set, namespace, "block", requests::block);
        on.onIqBlocking(own, IQ.Type.set, namespace, "unblock", requests::unblock);
    }
}
