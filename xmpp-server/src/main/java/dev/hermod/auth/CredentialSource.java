package dev.hermod.auth;

import java.util.Optional;

/// Where the credentials of accounts are found.
@FunctionalInterface
public interface CredentialSource {
    /// Looks up one account by its prepared name and domain; may block. Fails with a
    /// [CredentialsUnavailableException] when the answer cannot be known now.
    Optional<Credentials> find(String localpart, String domain);
}
