package dev.hermod.extensions.disco;

import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Identity;
import dev.hermod.feature.Installation;
import dev.hermod.feature.IqHandler;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.Xep;
import java.util.List;
import org.xmpp.packet.IQ;

/// Answers service discovery for the server and on behalf of its accounts. A full JID is asked
/// itself, by routing.
@Xep(number = 30, title = "Service Discovery", version = "2.5.0")
@Xep(number = 128, title = "Service Discovery Extensions", version = "1.0.1")
public final class DiscoFeature implements Feature {
    @Override
    public void install(Installation on) {
        on.identity(DiscoTarget.SERVER, new Identity("server", "im", "Hermod"));
        on.identity(DiscoTarget.ACCOUNT, new Identity("account", "registered", null));
        for (DiscoTarget target : DiscoTarget.values()) {
            on.advertise(target, DiscoPayload.INFO);
            on.advertise(target, DiscoPayload.ITEMS);
        }
        ServerDisco server = new ServerDisco(on.services());
        answer(on, IqScope.SERVER, DiscoPayload.INFO, server::info);
        answer(on, IqScope.SERVER, DiscoPayload.ITEMS, server::items);
        AccountDisco account = new AccountDisco(on.services());
        for (IqScope scope : List.of(IqScope.OWN_ACCOUNT, IqScope.ANY_ACCOUNT)) {
            answer(on, scope, DiscoPayload.INFO, account::info);
            answer(on, scope, DiscoPayload.ITEMS, account::items);
        }
    }

    /// Blocking, since nodes may have to be looked up in storage.
    private static void answer(
            Installation on, IqScope scope, String namespace, IqHandler handler) {
        on.onIqBlocking(scope, IQ.Type.get, namespace, "query", handler);
    }
}
