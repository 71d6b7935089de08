package dev.hermod.component;

import dev.hermod.config.Component;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.SessionEnd;
import dev.hermod.feature.Xep;
import dev.hermod.stanza.Jids;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/// The external components that the configuration names. Their domains are served from the start;
/// who connects for one of them and leaves again only changes what becomes of the stanzas.
@Xep(
        number = 114,
        title = "Jabber Component Protocol",
        version = "1.6",
        note = "The server accepts connections and opens none (jabber:component:connect).")
public final class ExternalComponents implements Feature {
    private static final Logger log = LoggerFactory.getLogger(ExternalComponents.class);

    private final Map<String, Component> configured;
    private final int streamsPerComponent;
    private volatile Map<String, ExternalComponent> components = Map.of();

    /// Knows them; they are served once it is installed.
    ///
    /// @param configured by domain
    /// @param streamsPerComponent open at the same time
    public ExternalComponents(Map<String, Component> configured, int streamsPerComponent) {
        this.configured = configured;
        this.streamsPerComponent = streamsPerComponent;
    }

    @Override
    public void install(Installation on) {
        Map<String, ExternalComponent> served = new LinkedHashMap<>();
        configured.forEach((name, component) -> {
            String domain = prepared(name);
            var external =
                    new ExternalComponent(
                            domain,
                            component.secret(),
                            streamsPerComponent,
                            on.services().router());
            on.serve(domain, external);
            served.put(domain, external);
        });
        components = Map.copyOf(served);
    }

    /// As it stands in prepared addresses.
    private static String prepared(String domain) {
        @Nullable JID address = Jids.parseOrNull(domain);
        if (address == null) {
            throw new IllegalArgumentException("no domain: " + domain);
        }
        return address.getDomain();
    }

    /// The component that serves a domain; `null` where none is configured.
    @Nullable ExternalComponent find(String domain) {
        @Nullable JID address = Jids.parseOrNull(domain);
        return address == null || address.getNode() != null || address.getResource() != null
                ? null
                : components.get(address.getDomain());
    }

    /// Ends all streams with a stream error and waits, bounded, until what they had sent is done.
    public void endAll(SessionEnd reason, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        List<ComponentStream> ending =
                components.values().stream()
                        .flatMap(component -> component.streams().stream())
                        .toList();
        ending.forEach(stream -> stream.end(reason));
        for (ComponentStream stream : ending) {
            try {
                stream.whenOver().get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException | InterruptedException e) {
                log.warn("stream {} of a component did not end in time", stream.connectionId());
            }
        }
    }
}
