package dev.hermod.auth;

/// Credentials cannot be read now; the client is told `temporary-auth-failure`.
public final class CredentialsUnavailableException extends RuntimeException {
    public CredentialsUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public CredentialsUnavailableException(String message) {
        super(message);
    }
}
