package dev.hermod.net.certificate;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificates in use. One daemon thread looks at their files every few seconds, so that a
/// renewed certificate needs no restart.
public final class CertificateStore implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CertificateStore.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

    private final List<WatchedPair> pairs;
    private final Clock clock;
    private final ExpiryWarnings expiry = new ExpiryWarnings();
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("certificates").factory());

    private CertificateStore(List<WatchedPair> pairs, Clock clock) {
        this.pairs = pairs;
        this.clock = clock;
    }

    /// Reads the certificates and starts to watch them.
    ///
    /// @param files at least one pair; the first is shown to clients that name no domain, or one
    ///   that none covers
    /// @throws CertificateProblem where one cannot be used
    public static CertificateStore open(List<CertificateFiles> files, Clock clock)
            throws CertificateProblem {
        if (files.isEmpty()) {
            throw new CertificateProblem("no certificate is configured");
        }
        var pairs = new ArrayList<WatchedPair>();
        for (var pair : files) {
            pairs.add(new WatchedPair(pair));
        }
        var store = new CertificateStore(List.copyOf(pairs), clock);
        store.refresh();
        store.startWatching();
        return store;
    }

    /// The certificate for a domain that the client named (SNI): an exact name wins over a
    /// wildcard, the order of configuration decides between equals, and the first certificate
    /// stands in for unknown names.
    ///
    /// @param host lower case, as A-labels; `null` when the client named none
    public ServerCertificate forHost(@Nullable String host) {
        if (host != null) {
            for (var pair : pairs) {
                if (pair.certificate().names().coversExactly(host)) {
                    return pair.certificate();
                }
            }
            for (var pair : pairs) {
                if (pair.certificate().names().coversByWildcard(host)) {
                    return pair.certificate();
                }
            }
        }
        return pairs.getFirst().certificate();
    }

    /// Those in use now, in the order of configuration.
    public List<ServerCertificate> certificates() {
        return pairs.stream().map(WatchedPair::certificate).toList();
    }

    /// Looks at the files now.
    ///
    /// @return whether a certificate was replaced
    public synchronized boolean refresh() {
        boolean replaced = false;
        for (var pair : pairs) {
            replaced |= pair.refresh();
            warn(pair);
        }
        return replaced;
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    private void warn(WatchedPair pair) {
        var certificate = pair.certificate();
        expiry.due(certificate, clock.instant())
                .ifPresent(days -> {
                    var file = pair.files().certificate();
                    var end = certificate.expires();
                    if (days == 0) {
                        log.error("Certificate {} has expired on {}", file, end);
                    } else {
                        log.warn("Certificate {} expires on {}, within {} days", file, end, days);
                    }
                });
    }

    private void startWatching() {
        var every = LOOK_EVERY.toSeconds();
        var _ = watch.scheduleWithFixedDelay(this::refresh, every, every, TimeUnit.SECONDS);
    }
}
