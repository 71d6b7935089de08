package dev.hermod.server;

import dev.hermod.auth.AuthThrottle;
import dev.hermod.auth.CredentialSource;
import dev.hermod.auth.Credentials;
import dev.hermod.auth.CredentialsUnavailableException;
import dev.hermod.auth.LoginTokens;
import dev.hermod.auth.PasswordMechanisms;
import dev.hermod.auth.SaslMechanisms;
import dev.hermod.auth.SaslSettings;
import dev.hermod.auth.TokenMechanisms;
import dev.hermod.config.Config;
import dev.hermod.stanza.InvalidJidException;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.Accounts;
import dev.hermod.storage.Storage;
import dev.hermod.storage.StorageUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// How clients prove who they are: the mechanisms that the configuration asks for, on the accounts
/// in storage.
record ClientAuthentication(SaslMechanisms mechanisms, TokenMechanisms tokens) {
    private static final int THROTTLE_ENTRIES = 100_000;
    private static final int SECRET_BYTES = 32;
    private static final String PLAIN = "PLAIN";

    /// The database takes longer to find an account than to find none (0.2 ms, measured); a lookup
    /// that always takes this long does not tell.
    private static final Duration LOOKUP = Duration.ofMillis(3);

    static ClientAuthentication of(Config config, Storage storage, ScramRecipe recipe)
            throws IOException {
        AuthThrottle throttle =
                new AuthThrottle(
                        Clock.systemUTC(),
                        THROTTLE_ENTRIES,
                        config.auth().failuresPerAccount(),
                        config.auth().failuresPerAddress());
        CredentialSource source =
                (localpart, domain) -> credentials(storage.accounts(), localpart, domain);
        return new ClientAuthentication(
                passwords(config, source, throttle, recipe),
                new TokenMechanisms(
                        storage.port(LoginTokens.class),
                        source,
                        throttle,
                        ClientAuthentication::prepared,
                        secret(config.data().resolve("token-secret")),
                        Duration.ofDays(config.auth().tokenDays()),
                        Clock.systemUTC()));
    }

    private static SaslMechanisms passwords(
            Config config, CredentialSource source, AuthThrottle throttle, ScramRecipe recipe)
            throws IOException {
        SaslSettings settings =
                new SaslSettings(
                        recipe.hashes(),
                        recipe.iterations(),
                        config.auth().mechanisms().contains(PLAIN),
                        true);
        return new SaslMechanisms(
                new PasswordMechanisms(
                                settings,
                                source,
                                throttle,
                                secret(config.data().resolve("decoy-secret")),
                                ClientAuthentication::prepared,
                                new SecureRandom())
                        .all());
    }

    private static Optional<Credentials> credentials(
            Accounts accounts, String localpart, String domain) {
        @Nullable JID address = Jids.parseOrNull(localpart + "@" + domain);
        if (address == null) {
            return Optional.empty();
        }
        long end = System.nanoTime() + LOOKUP.toNanos();
        try {
            return accounts.find(address)
                    .map(account -> new Credentials(account.verifiers(), account.disabled()));
        } catch (StorageUnavailableException e) {
            throw new CredentialsUnavailableException(String.valueOf(e.getMessage()), e);
        } finally {
            waitUntil(end);
        }
    }

    private static void waitUntil(long end) {
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static String prepared(String username) {
        try {
            return Jids.of(username, "localhost", null).getNode();
        } catch (InvalidJidException e) {
            throw new IllegalArgumentException("not a localpart", e);
        }
    }

    /// Salts of unknown accounts are made with one, and the tokens of clients with another, so they
    /// must outlive a restart: a salt that changed would tell that there is no account.
    private static byte[] secret(Path file) throws IOException {
        if (Files.notExists(file)) {
            byte[] secret = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(secret);
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(draft);
            Files.createFile(
                    draft,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.write(draft, secret, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            Files.move(draft, file);
        }
        return Files.readAllBytes(file);
    }
}
