package dev.hermod.storage.jdbc.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/// The role and the password that Hermod logs in with; the password is random and lies in a file of
/// ours alone.
record Credentials(String user, String password) {
    static final String ROLE = "hermod";
    static final String DATABASE = "hermod";
    private static final int PASSWORD_BYTES = 24;

    static Credentials random() {
        var bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Credentials(ROLE, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    static Optional<Credentials> read(Path file) throws StorageStartException {
        try {
            return Files.exists(file)
                    ? Optional.of(new Credentials(ROLE, Files.readString(file).strip()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new StorageStartException(
                    "Cannot read " + file + " (" + Advice.reason(e) + "): make it readable.", e);
        }
    }

    void write(Path file) throws StorageStartException {
        try {
            Trees.replace(file, password + "\n", "rw-------");
        } catch (IOException e) {
            throw new StorageStartException(
                    "Cannot write " + file + ". " + Advice.on(Advice.reason(e)), e);
        }
    }

    /// A record would print it.
    @Override
    public String toString() {
        return user;
    }
}
