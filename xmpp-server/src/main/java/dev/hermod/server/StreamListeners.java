package dev.hermod.server;

import dev.hermod.component.ComponentParts;
import dev.hermod.component.ComponentStream;
import dev.hermod.config.Config;
import dev.hermod.config.Limits;
import dev.hermod.config.Listener;
import dev.hermod.net.AddressLimit;
import dev.hermod.net.Encryption;
import dev.hermod.net.EventLoops;
import dev.hermod.net.ListenerSettings;
import dev.hermod.net.TcpListener;
import dev.hermod.net.TcpOptions;
import dev.hermod.net.Tls;
import dev.hermod.net.TlsProvider;
import dev.hermod.net.TrustedProxies;
import dev.hermod.net.WebAddresses;
import dev.hermod.net.WebOrigins;
import dev.hermod.net.WebResources;
import dev.hermod.net.WebSettings;
import dev.hermod.net.certificate.CertificateFiles;
import dev.hermod.net.certificate.CertificateProblem;
import dev.hermod.net.certificate.CertificateStore;
import dev.hermod.net.certificate.SelfSigned;
import dev.hermod.session.EventLoop;
import dev.hermod.stanza.Stanzas;
import dev.hermod.stream.ClientStream;
import dev.hermod.stream.StreamAcceptor;
import dev.hermod.stream.StreamParts;
import dev.hermod.stream.StreamSettings;
import dev.hermod.xml.XmlLimits;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ports that clients and components connect to, with the event loops and certificates behind
/// them.
final class StreamListeners implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StreamListeners.class);
    private static final int HANDSHAKE_THREADS = 2;

    // Whoever has not logged in takes less than 64 KB of memory, whatever it sends: the smallest
    // size
    // of an element that RFC 6120 section 13.12 lets a server demand, with the names of a long
    // form.
    private static final int EARLY_STANZA = 10_000;
    private static final int EARLY_MARKUP = 192;

    /// What a `<body/>` of BOSH has beside its content.
    private static final int BODY_WRAPPER = 4_096;

    private final EventLoops loops;
    private final CertificateStore certificates;
    private final Tls tls;
    private final List<TcpListener> listeners = new CopyOnWriteArrayList<>();

    /// Gets ready to listen, with the certificates configured or one made here.
    StreamListeners(Config config, MeterRegistry meters) throws IOException, CertificateProblem {
        this.certificates = CertificateStore.open(files(config), Clock.systemUTC());
        this.tls = Tls.open(certificates, provider(config), HANDSHAKE_THREADS);
        this.loops = EventLoops.start(Runtime.getRuntime().availableProcessors(), meters);
    }

    private static List<CertificateFiles> files(Config config) throws CertificateProblem {
        List<CertificateFiles> configured =
                config.tls().certificates().stream()
                        .map(one -> new CertificateFiles(one.certificate(), one.key()))
                        .toList();
        return configured.isEmpty()
                ? List.of(
                        new SelfSigned(
                                        config.data().resolve("certs"),
                                        Clock.systemUTC(),
                                        new SecureRandom())
                                .ensure(config.domains()))
                : configured;
    }

    private static TlsProvider provider(Config config) {
        return switch (config.tls().provider()) {
            case JDK -> TlsProvider.JDK;
            case OPENSSL -> TlsProvider.OPENSSL;
        };
    }

    /// The next of the event loops, for what has no connection yet.
    EventLoop eventLoop() {
        return loops.next();
    }

    /// Opens the ports.
    void open(Config config, StreamParts clients, ComponentParts components) throws IOException {
        AddressLimit limit = new AddressLimit(config.limits().connectionsPerAddress());
        StreamAcceptor client = connection -> new ClientStream(connection, clients);
        open(config, "c2s", new Encryption.StartTls(tls), Stanzas.CLIENT, limit, client);
        open(
                config,
                "c2s-tls",
                new Encryption.Direct(tls, "xmpp-client"),
                Stanzas.CLIENT,
                limit,
                client);
        openWeb(config, limit, client);
        warnOfComponentsInTheClear(config);
        // Clients that come through a proxy on this machine must not keep its components out.
        open(
                config,
                "component",
                new Encryption.None(),
                ComponentStream.NAMESPACE,
                new AddressLimit(config.limits().connectionsPerAddress()),
                connection -> new ComponentStream(connection, components));
    }

    private void openWeb(Config config, AddressLimit limit, StreamAcceptor client)
            throws IOException {
        WebAddresses addresses =
                new WebAddresses(
                        config.domains(),
                        config.web().publicUrl().isEmpty() ? null : config.web().publicUrl(),
                        () -> port("https"));
        WebResources resources =
                new WebResources(
                        loops,
                        new WebSettings(
                                new WebOrigins(config.web().origins()),
                                addresses,
                                TrustedProxies.of(config.proxies()),
                                config.limits().stanzaBytes() + BODY_WRAPPER,
                                config.limits().connectionsPerAddress()));
        Map<String, Encryption> ways =
                Map.of(
                        "http",
                        new Encryption.None(),
                        "https",
                        new Encryption.Direct(tls, "http/1.1"));
        for (String name : List.of("https", "http")) {
            Listener listener = listener(config, name);
            if (listener.open()) {
                Encryption encryption = java.util.Objects.requireNonNull(ways.get(name));
                listeners.add(
                        resources.listen(
                                listenerSettings(config, name, encryption, Stanzas.CLIENT),
                                limit,
                                client));
            }
        }
    }

    /// 0 where there is none.
    private int port(String name) {
        return listeners.stream()
                .filter(listener -> listener.name().equals(name))
                .mapToInt(TcpListener::port)
                .findFirst()
                .orElse(0);
    }

    private static Listener listener(Config config, String name) {
        return java.util.Objects.requireNonNull(config.listeners().byName().get(name));
    }

    private static void warnOfComponentsInTheClear(Config config) {
        Listener listener = config.listeners().component();
        @Nullable InetAddress address = new InetSocketAddress(listener.host(), 0).getAddress();
        boolean local = address != null && address.isLoopbackAddress();
        if (listener.open() && !local && !config.components().isEmpty()) {
            log.warn(
                    "listener component is open on {}: components are not encrypted (XEP-0114), see to it that only they reach it",
                    listener.host());
        }
    }

    private void open(
            Config config,
            String name,
            Encryption encryption,
            String namespace,
            AddressLimit limit,
            StreamAcceptor acceptor)
            throws IOException {
        if (listener(config, name).open()) {
            ListenerSettings settings = listenerSettings(config, name, encryption, namespace);
            listeners.add(TcpListener.open(loops, settings, limit, acceptor));
        }
    }

    private static ListenerSettings listenerSettings(
            Config config, String name, Encryption encryption, String namespace) {
        Listener listener = listener(config, name);
        return new ListenerSettings(
                name,
                listener.host(),
                listener.port(),
                encryption,
                namespace,
                settings(config).earlyLimits(),
                TcpOptions.DEFAULT,
                config.proxyProtocol().contains(name) ? TrustedProxies.of(config.proxies()) : null);
    }

    /// What the configuration says of all streams.
    static StreamSettings settings(Config config) {
        Limits limits = config.limits();
        return new StreamSettings(
                config.domains(),
                switch (config.tls().required()) {
                    case TRUE -> StreamSettings.TlsPolicy.REQUIRED;
                    case EXCEPT_LOOPBACK -> StreamSettings.TlsPolicy.REQUIRED_EXCEPT_LOOPBACK;
                    case FALSE -> StreamSettings.TlsPolicy.OPTIONAL;
                },
                new XmlLimits(
                        Math.min(EARLY_STANZA, limits.bytesBeforeAuthentication()),
                        limits.stanzaDepth(),
                        limits.stanzaAttributes(),
                        EARLY_MARKUP),
                new XmlLimits(
                        limits.stanzaBytes(), limits.stanzaDepth(), limits.stanzaAttributes()),
                limits.bytesBeforeAuthentication(),
                Duration.ofSeconds(limits.secondsBeforeAuthentication()),
                Duration.ofSeconds(limits.idlePingSeconds()),
                Duration.ofSeconds(limits.pingTimeoutSeconds()));
    }

    Map<String, InetSocketAddress> addresses(Config config) {
        Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
        for (TcpListener listener : listeners) {
            Listener configured = listener(config, listener.name());
            addresses.put(
                    listener.name(),
                    InetSocketAddress.createUnresolved(configured.host(), listener.port()));
        }
        return addresses;
    }

    /// Lets nobody in any more; connections stay.
    void stopAccepting() {
        listeners.forEach(TcpListener::close);
    }

    @Override
    public void close() {
        stopAccepting();
        loops.close();
        tls.close();
        certificates.close();
    }
}
