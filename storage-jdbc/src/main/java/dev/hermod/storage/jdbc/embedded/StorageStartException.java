package dev.hermod.storage.jdbc.embedded;

/// The storage cannot start; the message is for the operator and says what to do.
public final class StorageStartException extends Exception {
    private static final long serialVersionUID = 1;

    public StorageStartException(String message) {
        super(message);
    }

    public StorageStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
