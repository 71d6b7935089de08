package dev.hermod.server;

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
import dev.hermod.net.certificate.CertificateFiles;
import dev.hermod.net.certificate.CertificateProblem;
import dev.hermod.net.certificate.CertificateStore;
import dev.hermod.net.certificate.SelfSigned;
import dev.hermod.stanza.Stanzas;
import dev.hermod.stream.ClientStream;
import dev.hermod.stream.StreamParts;
import dev.hermod.stream.StreamSettings;
import dev.hermod.xml.XmlLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The ports that clients connect to, with the event loops and certificates behind them.
final class ClientListeners implements AutoCloseable {
    private static final int HANDSHAKE_THREADS = 2;

    // Whoever has not logged in takes less than 64 KB of memory, whatever it sends: the smallest
    // size
    // of an element that RFC 6120 section 13.12 lets a server demand, with the names of a long
    // form.
    private static final int EARLY_STANZA = 10_000;
    private static final int EARLY_MARKUP = 192;

    private final EventLoops loops;
    private final CertificateStore certificates;
    private final Tls tls;
    private final List<TcpListener> listeners = new ArrayList<>();

    /// Gets ready to listen, with the certificates configured or one made here.
    ClientListeners(Config config) throws IOException, CertificateProblem {
        this.certificates = CertificateStore.open(files(config), Clock.systemUTC());
        this.tls = Tls.open(certificates, provider(config), HANDSHAKE_THREADS);
        this.loops = EventLoops.start(Runtime.getRuntime().availableProcessors());
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

    /// Opens the ports.
    void open(Config config, StreamParts parts) throws IOException {
        AddressLimit limit = new AddressLimit(config.limits().connectionsPerAddress());
        open("c2s", config.listeners().c2s(), new Encryption.StartTls(tls), parts, limit);
        open(
                "c2s-tls",
                config.listeners().c2sTls(),
                new Encryption.Direct(tls, "xmpp-client"),
                parts,
                limit);
    }

    private void open(
            String name,
            Listener listener,
            Encryption encryption,
            StreamParts parts,
            AddressLimit limit)
            throws IOException {
        if (listener.open()) {
            ListenerSettings settings =
                    new ListenerSettings(
                            name,
                            listener.host(),
                            listener.port(),
                            encryption,
                            Stanzas.CLIENT,
                            parts.settings().earlyLimits(),
                            TcpOptions.DEFAULT);
            listeners.add(
                    TcpListener.open(
                            loops,
                            settings,
                            limit,
                            connection -> new ClientStream(connection, parts)));
        }
    }

    /// What the configuration says of client streams.
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
            Listener configured =
                    java.util.Objects.requireNonNull(
                            config.listeners().byName().get(listener.name()));
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
