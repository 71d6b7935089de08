package dev.hermod.net.websocket;

import java.io.IOException;

/// What a client sent is no WebSocket that this server takes. Carries no stack trace: any peer can
/// cause it.
public final class FrameViolation extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    FrameViolation(int status, String message) {
        super(message);
        this.status = status;
    }

    /// The status to close with (RFC 6455 section 7.4.1).
    public int status() {
        return status;
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
