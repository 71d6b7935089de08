package dev.hermod.net.certificate;

import org.jspecify.annotations.Nullable;

/// A certificate that cannot be used; the message tells the operator which file and why.
public final class CertificateProblem extends Exception {
    CertificateProblem(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    CertificateProblem(String message) {
        this(message, null);
    }
}
