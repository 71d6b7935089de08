package dev.hermod.extensions.pubsub;

import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.Services;
import dev.hermod.feature.Xep;
import dev.hermod.stanza.Jids;
import java.util.HashMap;
import java.util.Map;
import org.xmpp.packet.JID;

/// Publish-subscribe at `pubsub.` below each domain.
@Xep(
        number = 60,
        title = "Publish-Subscribe",
        version = "1.30.0",
        note =
                "An address subscribes to a node once. Collections (XEP-0248) can be discovered, but not subscribed to.")
@Xep(number = 413, title = "Order-By", version = "0.2.1", note = "In publish-subscribe only.")
public final class PubSubFeature implements Feature {
    private static final String SUBDOMAIN = "pubsub.";

    @Override
    public void install(Installation on) {
        Services services = on.services();
        NodeEngine engine = new NodeEngine(services);
        Map<JID, Host> hosts = new HashMap<>();
        for (String domain : services.config().domains()) {
            JID address = Jids.prepared(SUBDOMAIN + domain);
            Host host = new ServiceHost(address, domain, services.config());
            hosts.put(address, host);
            on.serve(SUBDOMAIN + domain, new PubSubService(services, engine, host));
        }
        on.onSession(new Leaving(engine.endings(), hosts::get));
    }
}
