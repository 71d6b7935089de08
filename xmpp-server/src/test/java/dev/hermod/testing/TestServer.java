package dev.hermod.testing;

import dev.hermod.auth.ScramHash;
import dev.hermod.config.Config;
import dev.hermod.config.ConfigException;
import dev.hermod.config.ConfigFile;
import dev.hermod.config.ResourceConflict;
import dev.hermod.feature.Feature;
import dev.hermod.feature.StreamContext;
import dev.hermod.routing.InstalledFeatures;
import dev.hermod.routing.RemoteDomains;
import dev.hermod.routing.ServedDomains;
import dev.hermod.routing.StanzaRouter;
import dev.hermod.server.ScramRecipe;
import dev.hermod.server.StoredAccounts;
import dev.hermod.session.BoundSession;
import dev.hermod.session.LocalSessions;
import dev.hermod.stanza.InvalidJidException;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/// The domain `example.org` with the features under test: real router and sessions, storage in
/// memory, one thread as event loop. Accounts are made by logging in.
public final class TestServer implements AutoCloseable {
    public static final String DOMAIN = "example.org";

    /// Numbers of a server that is not told otherwise.
    public static final LocalSessions.Limits LIMITS =
            new LocalSessions.Limits(
                    20,
                    256,
                    100_000,
                    4_000_000,
                    10_000,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    ResourceConflict.REPLACE);

    private final MemoryStorage storage = new MemoryStorage();
    private final LinkedBlockingQueue<Packet> remote = new LinkedBlockingQueue<>();
    private final ScheduledExecutorService loop;
    private final Thread loopThread;
    private final LocalSessions sessions;
    private final StanzaRouter router;
    private final InstalledFeatures features;

    private TestServer(
            Map<String, String> settings,
            LocalSessions.Limits limits,
            Clock clock,
            List<Feature> installed) {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        loop =
                new ScheduledThreadPoolExecutor(
                        1,
                        Thread.ofPlatform().daemon().name("test-loop").factory(),
                        // What still runs when the server is closed has nobody to tell.
                        new ThreadPoolExecutor.DiscardPolicy());
        loop.execute(() -> thread.complete(Thread.currentThread()));
        loopThread = thread.join();
        sessions = new LocalSessions(storage, limits, new SimpleMeterRegistry());
        ServedDomains domains = new ServedDomains(List.of(DOMAIN));
        TestServices services =
                new TestServices(config(settings), storage, sessions, domains, clock);
        features = new InstalledFeatures(services, domains);
        RemoteDomains away = remote::add;
        router =
                new StanzaRouter(
                        features,
                        domains,
                        sessions,
                        sessions.delivery(),
                        away,
                        storage.messageLog());
        ScramRecipe recipe = new ScramRecipe(List.of(ScramHash.SHA_256), 1, new SecureRandom());
        services.connect(
                router, features, new StoredAccounts(storage, sessions, recipe, features), recipe);
        sessions.connect(features, router);
        features.install(installed);
    }

    public static TestServer with(Feature... features) {
        return new TestServer(Map.of(), LIMITS, Clock.systemUTC(), List.of(features));
    }

    /// A server that is configured otherwise.
    ///
    /// @param settings as environment variables: `HERMOD_REGISTRATION`, `open`
    public static TestServer with(Map<String, String> settings, Clock clock, Feature... features) {
        return new TestServer(settings, LIMITS, clock, List.of(features));
    }

    public static TestServer with(
            Clock clock, LocalSessions.Limits limits, List<Feature> features) {
        return new TestServer(Map.of(), limits, clock, features);
    }

    private static Config config(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("HERMOD_DOMAINS", DOMAIN);
        try {
            return ConfigFile.load(all);
        } catch (ConfigException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Adds an account that nobody is logged in to.
    public JID account(String localpart) {
        JID address = jid(localpart + "@" + DOMAIN);
        storage.create(address, List.of(), false);
        return address;
    }

    /// Logs in; the account is added when it is not there. Nothing has been sent yet.
    public TestClient login(String localpart, @Nullable String resource) {
        return login(
                localpart,
                resource,
                new StreamContext(DOMAIN, true, true, true, InetAddress.getLoopbackAddress()));
    }

    /// The same on a stream of which something else is known.
    public TestClient login(String localpart, @Nullable String resource, StreamContext stream) {
        JID address = account(localpart);
        RecordedConnection connection = new RecordedConnection(loop, loopThread);
        try {
            BoundSession session = sessions.bind(address, resource, stream, connection);
            TestClient client = new TestClient(session, connection);
            client.onLoop(() -> {
                session.endedBy(reason -> {
                    client.ended(reason);
                    session.finish(false);
                });
                sessions.announce(session);
                session.start();
            });
            return client;
        } catch (StanzaException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A connection without a stream.
    public RecordedConnection connection() {
        return new RecordedConnection(loop, loopThread);
    }

    public MemoryStorage storage() {
        return storage;
    }

    public LocalSessions sessions() {
        return sessions;
    }

    public StanzaRouter router() {
        return router;
    }

    public InstalledFeatures features() {
        return features;
    }

    /// What was sent to other domains, oldest first.
    public LinkedBlockingQueue<Packet> remote() {
        return remote;
    }

    /// A JID that the test knows to be one.
    public static JID jid(String address) {
        try {
            return Jids.parse(address);
        } catch (InvalidJidException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() {
        features.stop();
        storage.close();
        loop.shutdownNow();
    }
}
