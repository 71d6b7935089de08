package dev.hermod.extensions.muc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Compares what must not be guessed bit by bit.
final class Secrets {
    private Secrets() {}

    /// In a time that says nothing of where they differ.
    static boolean same(String given, String right) {
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }
}
