package dev.hermod.server;

import dev.hermod.admin.BackupOperations;
import dev.hermod.admin.OperationException;
import dev.hermod.admin.OperationException.Reason;
import dev.hermod.feature.Services;
import dev.hermod.storage.BackupSummary;
import dev.hermod.storage.Backups;
import dev.hermod.storage.StorageUnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes backups, one at a time.
final class OperatorBackups implements BackupOperations {
    private static final Logger log = LoggerFactory.getLogger(OperatorBackups.class);

    private final Services services;
    private final Semaphore turn = new Semaphore(1);

    OperatorBackups(Services services) {
        this.services = services;
    }

    @Override
    public BackupSummary write(OutputStream target) throws OperationException, IOException {
        if (!turn.tryAcquire()) {
            throw new OperationException(
                    Reason.CONFLICT, "another backup is being made, try again when it is done");
        }
        try {
            return apart(target);
        } finally {
            turn.release();
        }
    }

    /// On a thread of its own: packing is all computing, and would keep other virtual threads off a
    /// core.
    private BackupSummary apart(OutputStream target) throws OperationException, IOException {
        var work = new FutureTask<>(() -> copy(target));
        Thread thread = Thread.ofPlatform().name("backup").start(work);
        try {
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            thread.interrupt();
            throw new OperationException(Reason.UNAVAILABLE, "the backup was interrupted");
        } catch (ExecutionException _) {
            throw failure(work.exceptionNow());
        }
    }

    private BackupSummary copy(OutputStream target) throws IOException {
        Map<String, byte[]> files = CertificateFolder.of(services.config().data()).read();
        BackupSummary made =
                services.storage().port(Backups.class).write(services.version(), files, target);
        log.info("a backup of {} accounts was made", made.accounts());
        return made;
    }

    private static OperationException failure(Throwable cause) throws IOException {
        return switch (cause) {
            case IOException io -> throw io;
            case StorageUnavailableException storage ->
                    new OperationException(
                            Reason.UNAVAILABLE, "storage does not answer: " + storage.getMessage());
            default -> throw new IllegalStateException("a backup failed", cause);
        };
    }
}
