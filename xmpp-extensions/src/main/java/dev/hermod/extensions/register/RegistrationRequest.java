package dev.hermod.extensions.register;

import org.jspecify.annotations.Nullable;

/// What is asked for by an IQ set (XEP-0077).
sealed interface RegistrationRequest {
    /// A new account, or for its owner a new password. The text form does not show the password.
    record Submission(@Nullable String username, @Nullable String password)
            implements RegistrationRequest {
        @Override
        public String toString() {
            return "Submission[" + username + "]";
        }
    }

    /// The end of the account.
    record Removal() implements RegistrationRequest {}

    /// Nothing that the XEP knows.
    record Malformed(String problem) implements RegistrationRequest {}
}
