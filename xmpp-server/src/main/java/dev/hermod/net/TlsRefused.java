package dev.hermod.net;

import org.jspecify.annotations.Nullable;

/// A handshake that the server ends by its own decision. Carries no stack trace: any peer can cause
/// it.
final class TlsRefused extends Exception {
    TlsRefused(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
