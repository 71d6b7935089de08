package dev.hermod.extensions.archive;

import dev.hermod.config.Retention;
import dev.hermod.feature.Services;
import dev.hermod.storage.ArchiveRetention;
import dev.hermod.storage.ArchiveRetention.Horizons;
import dev.hermod.storage.ArchiveRetention.KeptArchive;
import dev.hermod.storage.MessageIds;
import dev.hermod.storage.StorageUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes out of all archives what has been kept long enough, once on each day (UTC), in small
/// batches. A message of a day stays for whole days after it and is gone on the next.
final class RetentionWork {
    private static final Logger log = LoggerFactory.getLogger(RetentionWork.class);
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final int ARCHIVES = 100;
    private static final int BATCH = 500;

    /// What nobody has fetched for so long is not delivered any more.
    private static final int UNDELIVERED_DAYS = Retention.YEAR;

    private final Services services;
    private final HistoryRules rules;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable LocalDate done;

    RetentionWork(Services services, HistoryRules rules) {
        this.services = services;
        this.rules = rules;
    }

    /// Works until it is stopped; on a thread of its own.
    void run() {
        try {
            boolean stop = stopping.await(FIRST.toMillis(), TimeUnit.MILLISECONDS);
            while (!stop) {
                try {
                    daily();
                } catch (StorageUnavailableException e) {
                    log.warn("old messages are removed later: {}", e.getMessage());
                }
                stop = stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        stopping.countDown();
    }

    private void daily() {
        LocalDate today = today();
        if (!today.equals(done)) {
            trimAll();
            if (!stopped()) {
                done = today;
            }
        }
    }

    /// Once through all archives and months.
    void trimAll() {
        long after = 0;
        List<KeptArchive> page;
        do {
            page = retention().archives(after, ARCHIVES);
            for (KeptArchive archive : page) {
                trim(archive);
                after = archive.key();
            }
        } while (page.size() == ARCHIVES && !stopped());
        int months = stopped() ? 0 : retention().dropMonths(longest());
        if (months > 0) {
            log.info("{} months of messages are dropped", months);
        }
    }

    private void trim(KeptArchive archive) {
        Horizons horizons =
                new Horizons(
                        before(rules.effective(archive.owner(), archive.chosen())),
                        before(new Retention.Days(UNDELIVERED_DAYS)));
        while (!stopped() && retention().trim(archive.key(), horizons, BATCH)) {
            log.debug("trimming the archive of {}", archive.owner());
        }
    }

    /// Below this id no archive keeps anything, whatever was chosen.
    private long longest() {
        int days =
                services.config().domains().stream()
                        .mapToInt(domain -> services.config().archive().of(domain).maximum().days())
                        .max()
                        .orElse(Integer.MAX_VALUE);
        return before(Retention.ofDays(Math.max(days, UNDELIVERED_DAYS)));
    }

    /// The first id that is not too old.
    private long before(Retention retention) {
        return switch (retention) {
            case Retention.Forever _ -> 0;
            case Retention.Delivered _ ->
                    MessageIds.first(services.clock().instant().toEpochMilli());
            case Retention.Days(int days) -> {
                Instant first = today().minusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant();
                yield MessageIds.first(Math.max(0, first.toEpochMilli()));
            }
        };
    }

    private LocalDate today() {
        return LocalDate.ofInstant(services.clock().instant(), ZoneOffset.UTC);
    }

    private boolean stopped() {
        return stopping.getCount() == 0;
    }

    private ArchiveRetention retention() {
        return services.storage().port(ArchiveRetention.class);
    }
}
