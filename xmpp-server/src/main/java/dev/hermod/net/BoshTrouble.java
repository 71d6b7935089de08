package dev.hermod.net;

/// Why a session of BOSH ended that was not closed. Carries no stack trace: any client can cause
/// it.
final class BoshTrouble extends Exception {
    private static final long serialVersionUID = 1L;

    BoshTrouble(String message) {
        super(message, null, false, false);
    }
}
