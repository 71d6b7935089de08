package dev.hermod.net;

import dev.hermod.net.certificate.CertificateStore;
import dev.hermod.net.certificate.ServerCertificate;
import io.netty.handler.ssl.OpenSsl;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The server's side of TLS: one context per certificate, chosen by the domain that the client
/// names.
///
/// The arithmetic of handshakes runs on a few threads of its own: on the event loop a burst of
/// logins would stall all that is going on there (about a millisecond each), on virtual threads it
/// would queue up before the database.
public final class Tls implements AutoCloseable {
    private final CertificateStore certificates;
    private final TlsContexts builder;
    private final Map<ServerCertificate, TlsContext> contexts = new ConcurrentHashMap<>();
    private final ExecutorService workers;

    // One connection may just have looked up a context that is being replaced, so those are given
    // back one replacement later.
    private List<TlsContext> retired = List.of();

    private Tls(CertificateStore certificates, TlsProvider provider, int threads) {
        this.certificates = certificates;
        this.builder = new TlsContexts(provider);
        // As long as there are handshakes going on, and those are bounded by the connections that
        // are.
        this.workers =
                Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().daemon().name("tls-", 0).factory());
    }

    /// Gets ready for handshakes with the certificates of this store, which stays the caller's.
    ///
    /// @throws SSLException where the provider is missing or refuses a certificate
    public static Tls open(CertificateStore certificates, TlsProvider provider, int threads)
            throws SSLException {
        if (provider == TlsProvider.OPENSSL && !OpenSsl.isAvailable()) {
            throw new SSLException(
                    "TLS provider openssl is not available on this platform; use jdk",
                    OpenSsl.unavailabilityCause());
        }
        // Read once by the JDK, when its TLS is first used; the launcher sets it too.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        var tls = new Tls(certificates, provider, threads);
        for (var certificate : certificates.certificates()) {
            tls.build(certificate);
        }
        return tls;
    }

    /// The context for a domain, lower case; `null` when the client named none.
    ///
    /// @throws SSLException where a certificate that was replaced turns out to be of no use to the
    ///   provider
    TlsContext contextFor(@Nullable String domain) throws SSLException {
        var certificate = certificates.forHost(domain);
        var context = contexts.get(certificate);
        return context == null ? build(certificate) : context;
    }

    Executor workers() {
        return workers;
    }

    @Override
    public synchronized void close() {
        workers.shutdown();
        retired.forEach(TlsContext::release);
        contexts.values().forEach(TlsContext::release);
        contexts.clear();
    }

    private synchronized TlsContext build(ServerCertificate certificate) throws SSLException {
        var present = contexts.get(certificate);
        if (present != null) {
            return present;
        }
        var context = builder.build(certificate);
        contexts.put(certificate, context);
        retire();
        return context;
    }

    private void retire() {
        var used = certificates.certificates();
        var unused =
                contexts.values().stream()
                        .filter(context -> !used.contains(context.certificate()))
                        .toList();
        unused.forEach(context -> contexts.remove(context.certificate()));
        retired.forEach(TlsContext::release);
        retired = unused;
    }
}
