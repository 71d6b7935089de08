/// SASL (RFC 4422) as a server does it: mechanisms, stored verifiers and the throttling of guesses.
/// Nothing in here does I/O by itself; credentials come through [dev.hermod.auth.CredentialSource].
@NullMarked
package dev.hermod.auth;

import org.jspecify.annotations.NullMarked;
