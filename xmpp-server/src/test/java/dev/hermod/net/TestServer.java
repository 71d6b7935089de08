package dev.hermod.net;

import static org.awaitility.Awaitility.await;

import dev.hermod.net.certificate.CertificateFiles;
import dev.hermod.net.certificate.CertificateProblem;
import dev.hermod.net.certificate.CertificateStore;
import dev.hermod.xml.XmlLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/// Listeners with recording streams on them, on free ports.
final class TestServer implements AutoCloseable {
    final EventLoops loops;
    final List<RecordingStream> streams = new CopyOnWriteArrayList<>();
    volatile Consumer<RecordingStream> onAccept = _ -> {};
    private final List<Runnable> closing = new CopyOnWriteArrayList<>();

    TestServer() {
        this(EventLoops.start(2, new SimpleMeterRegistry()));
    }

    TestServer(EventLoops loops) {
        this.loops = loops;
    }

    CertificateStore certificates(CertificateFiles... files) throws CertificateProblem {
        var store = CertificateStore.open(List.of(files), Clock.systemUTC());
        closing.add(store::close);
        return store;
    }

    Tls tls(CertificateStore certificates, TlsProvider provider) throws SSLException {
        var tls = Tls.open(certificates, provider, 2);
        closing.add(tls::close);
        return tls;
    }

    TcpListener listen(Encryption encryption) throws IOException {
        return listen(encryption, TcpOptions.DEFAULT, new AddressLimit(10_000));
    }

    TcpListener listen(Encryption encryption, TcpOptions options, AddressLimit limit)
            throws IOException {
        return listen(settings(encryption, options), limit);
    }

    /// A listener on a free port.
    static ListenerSettings settings(Encryption encryption) {
        return settings(encryption, TcpOptions.DEFAULT);
    }

    private static ListenerSettings settings(Encryption encryption, TcpOptions options) {
        return new ListenerSettings(
                "test", "127.0.0.1", 0, encryption, "jabber:client", XmlLimits.DEFAULT, options);
    }

    TcpListener listen(ListenerSettings settings, AddressLimit limit) throws IOException {
        var listener =
                TcpListener.open(
                        loops,
                        settings,
                        limit,
                        connection -> {
                            var stream = new RecordingStream(connection);
                            onAccept.accept(stream);
                            streams.add(stream);
                            return stream;
                        });
        closing.add(listener::close);
        return listener;
    }

    /// The only stream there has been.
    RecordingStream stream() {
        await().atMost(Duration.ofSeconds(20)).until(() -> !streams.isEmpty());
        return streams.getFirst();
    }

    @Override
    public void close() {
        closing.reversed().forEach(Runnable::run);
        loops.close();
    }
}
