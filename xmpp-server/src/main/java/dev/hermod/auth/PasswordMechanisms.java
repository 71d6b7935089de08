package dev.hermod.auth;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The mechanisms that check a password: SCRAM and PLAIN.
public final class PasswordMechanisms {
    private static final int NONCE_LENGTH = 24;

    private final SaslSettings settings;
    private final AccountGate gate;
    private final Supplier<String> nonces;

    /// @param decoySecret at least 16 random bytes, kept over restarts and the same on all nodes
    /// @param localparts prepares a localpart, failing with an [IllegalArgumentException]
    public PasswordMechanisms(
            SaslSettings settings,
            CredentialSource source,
            AuthThrottle throttle,
            byte[] decoySecret,
            UnaryOperator<String> localparts,
            SecureRandom random) {
        this(settings, source, throttle, decoySecret, localparts, () -> nonce(random));
    }

    PasswordMechanisms(
            SaslSettings settings,
            CredentialSource source,
            AuthThrottle throttle,
            byte[] decoySecret,
            UnaryOperator<String> localparts,
            Supplier<String> nonces) {
        this.settings = settings;
        this.gate =
                new AccountGate(
                        source,
                        new Decoys(decoySecret, settings.iterations()),
                        throttle,
                        localparts);
        this.nonces = nonces;
    }

    /// All of them, strongest first.
    public List<SaslMechanism> all() {
        List<SaslMechanism> all = new ArrayList<>();
        settings.hashes().forEach(hash -> all.add(scram(hash, true)));
        settings.hashes().forEach(hash -> all.add(scram(hash, false)));
        if (settings.plain()) {
            all.add(new PlainMechanism(settings.hashes(), gate));
        }
        return all;
    }

    private SaslMechanism scram(ScramHash hash, boolean plus) {
        return new ScramMechanism(hash, plus, settings.downgradeProtection(), gate, nonces);
    }

    private static String nonce(SecureRandom random) {
        byte[] bytes = new byte[NONCE_LENGTH];
        random.nextBytes(bytes);
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }
}
