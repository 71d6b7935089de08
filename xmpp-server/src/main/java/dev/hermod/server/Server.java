package dev.hermod.server;

import dev.hermod.admin.AdminSurface;
import dev.hermod.admin.AdminSurfaceProvider;
import dev.hermod.admin.Operations;
import dev.hermod.component.ComponentParts;
import dev.hermod.component.ExternalComponents;
import dev.hermod.config.Config;
import dev.hermod.config.Listener;
import dev.hermod.feature.Feature;
import dev.hermod.feature.FeatureProvider;
import dev.hermod.feature.SessionEnd;
import dev.hermod.net.certificate.CertificateProblem;
import dev.hermod.presence.PresenceFeature;
import dev.hermod.roster.RosterFeature;
import dev.hermod.session.StoredMessagesFeature;
import dev.hermod.session.StreamManagementFeature;
import dev.hermod.storage.Storage;
import dev.hermod.storage.StorageProvider;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.stream.SessionRequestFeature;
import dev.hermod.stream.StreamMeters;
import dev.hermod.stream.StreamParts;
import dev.hermod.xml.StreamErrorCondition;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running server: builds everything by constructor, starts it in order, and stops it in the
/// reverse order.
public final class Server implements RunningState, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Server.class);
    private static final Duration SESSIONS_END = Duration.ofSeconds(15);
    private static final Duration COMPONENTS_END = Duration.ofSeconds(5);

    private final Config config;
    private final Instant started = Instant.now();
    private final ServerMeters meters = new ServerMeters();
    private final Storage storage;
    private final ServerServices services;
    private final StreamListeners streams;
    private final ExternalComponents components;
    private @Nullable AdminSurface adminSurface;
    private volatile boolean accepting;
    private boolean closed;

    private Server(Config config) throws ServerStartException {
        this.config = config;
        OpeningStorage opening = OpeningStorage.begin(config);
        try {
            this.streams = listeners(config);
        } catch (ServerStartException e) {
            opening.abandon();
            throw e;
        }
        try {
            this.storage = opening.await();
        } catch (ServerStartException e) {
            streams.close();
            throw e;
        }
        ScramRecipe recipe = ScramRecipe.of(config.auth(), new SecureRandom());
        this.services = new ServerServices(config, storage, recipe, meters.registry(), this);
        storage.bindTo(meters.registry());
        this.components =
                new ExternalComponents(config.components(), config.limits().componentConnections());
        try {
            services.features().install(features(components));
            open(recipe);
        } catch (IOException e) {
            close();
            throw new ServerStartException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Starts a server; when this returns it accepts logins.
    public static Server start(Config config) throws ServerStartException {
        return new Server(config);
    }

    private StreamListeners listeners(Config config) throws ServerStartException {
        try {
            Files.createDirectories(config.data());
            return new StreamListeners(config, meters.registry());
        } catch (IOException e) {
            throw new ServerStartException(
                    "cannot use " + config.data() + ": " + e.getMessage(), e);
        } catch (CertificateProblem e) {
            throw new ServerStartException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Opens the storage that the configuration names.
    static Storage openStorage(Config config) throws ServerStartException {
        try {
            return storageProvider(config).open(config);
        } catch (StorageUnavailableException e) {
            throw new ServerStartException(String.valueOf(e.getMessage()), e);
        }
    }

    static StorageProvider storageProvider(Config config) throws ServerStartException {
        for (StorageProvider provider : ServiceLoader.load(StorageProvider.class)) {
            if (provider.accepts(config)) {
                return provider;
            }
        }
        throw new ServerStartException(
                "storage.url is neither \"embedded\" nor the address of a database known here");
    }

    /// The server's own features, then those of the other jars.
    private static List<Feature> features(ExternalComponents components) {
        RosterFeature roster = new RosterFeature();
        List<Feature> features =
                new ArrayList<>(
                        List.of(
                                new SessionRequestFeature(),
                                new StoredMessagesFeature(),
                                new StreamManagementFeature(),
                                roster,
                                new PresenceFeature(roster),
                                components));
        ServiceLoader.load(FeatureProvider.class)
                .forEach(provider -> features.addAll(provider.features()));
        return features;
    }

    private void open(ScramRecipe recipe) throws IOException {
        openAdminSurface();
        ClientAuthentication authentication = ClientAuthentication.of(config, storage, recipe);
        services.localSessions().restore(streams::eventLoop);
        streams.open(
                config,
                new StreamParts(
                        StreamListeners.settings(config),
                        authentication.mechanisms(),
                        authentication.tokens(),
                        services.features(),
                        services.localSessions(),
                        new StreamMeters(meters.registry())),
                componentParts());
        accepting = true;
    }

    private ComponentParts componentParts() {
        return new ComponentParts(
                StreamListeners.settings(config),
                components,
                services.stanzaRouter()::inbound,
                storage.messageLog(),
                config.limits().pendingMessages(),
                config.limits().componentStanzasPerSecond(),
                config.limits().componentQueueBytes());
    }

    private void openAdminSurface() throws IOException {
        Listener admin = config.listeners().admin();
        if (admin.open()) {
            for (AdminSurfaceProvider provider : ServiceLoader.load(AdminSurfaceProvider.class)) {
                adminSurface =
                        provider.open(
                                new InetSocketAddress(admin.host(), admin.port()),
                                services.operations());
            }
        }
    }

    /// What an operator may ask of it.
    public Operations operations() {
        return services.operations();
    }

    @Override
    public Map<String, InetSocketAddress> listeners() {
        Map<String, InetSocketAddress> all = new LinkedHashMap<>(streams.addresses(config));
        AdminSurface surface = adminSurface;
        if (surface != null) {
            all.put("admin", surface.address());
        }
        return all;
    }

    @Override
    public Instant started() {
        return started;
    }

    @Override
    public boolean accepting() {
        return accepting;
    }

    @Override
    public boolean working() {
        return true;
    }

    @Override
    public String metrics() {
        return meters.text();
    }

    @Override
    public String cluster() {
        return "single node";
    }

    /// Stops in order: nobody new, sessions end with `system-shutdown`, what they had under way is
    /// committed, storage closes.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        accepting = false;
        streams.stopAccepting();
        services.localSessions().close();
        services.features().stopping();
        var reason = new SessionEnd(StreamErrorCondition.SYSTEM_SHUTDOWN, "the server is stopping");
        services.localSessions().stop(reason, SESSIONS_END);
        // After the sessions, whose last presence is for components, too.
        components.endAll(reason, COMPONENTS_END);
        services.features().stop();
        AdminSurface surface = adminSurface;
        if (surface != null) {
            surface.close();
        }
        streams.close();
        storage.close();
        meters.close();
        log.info("stopped");
    }
}
