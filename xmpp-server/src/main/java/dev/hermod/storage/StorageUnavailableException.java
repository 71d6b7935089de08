package dev.hermod.storage;

/// The database cannot be reached, is too slow, or refused for want of resources: try again later.
/// When the connection broke in a commit the change may have been made; every operation of the
/// ports may be repeated.
public final class StorageUnavailableException extends RuntimeException {
    public StorageUnavailableException(String message) {
        super(message);
    }

    public StorageUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
