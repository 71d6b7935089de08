package dev.hermod.extensions.vcard;

import dev.hermod.stanza.StanzaException;
import dev.hermod.storage.StorageUnavailableException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The digest of the picture of an account that is online. Changes of its vCard follow one another.
final class AccountPhoto {
    private static final long PATIENCE_SECONDS = 30;

    private final ReentrantLock turn = new ReentrantLock();
    private volatile @Nullable String digest;

    AccountPhoto(@Nullable String digest) {
        this.digest = digest;
    }

    @Nullable String digest() {
        return digest;
    }

    void digest(@Nullable String changed) {
        digest = changed;
    }

    /// A change of the vCard.
    @FunctionalInterface
    interface Step {
        void run() throws StanzaException;
    }

    /// Runs a step that no other change may interleave with; on virtual threads only.
    void exclusively(Step step) throws StanzaException {
        try {
            if (!turn.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new StorageUnavailableException("a vCard is busy for too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageUnavailableException("interrupted while a vCard was busy", e);
        }
        try {
            step.run();
        } finally {
            turn.unlock();
        }
    }
}
