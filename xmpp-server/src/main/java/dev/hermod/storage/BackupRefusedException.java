package dev.hermod.storage;

/// A backup was not restored, and nothing has changed; the message tells people why and what to do.
public final class BackupRefusedException extends Exception {
    public BackupRefusedException(String message) {
        super(message);
    }

    public BackupRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
