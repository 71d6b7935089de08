package dev.hermod.stanza;

/// Text that is no address. Without a stack trace, since any peer can cause it.
public final class InvalidJidException extends Exception {

    InvalidJidException(String message) {
        super(message, null, false, false);
    }
}
