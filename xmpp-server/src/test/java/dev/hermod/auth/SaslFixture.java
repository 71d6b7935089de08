package dev.hermod.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A server's mechanisms over accounts in memory, with a nonce and a clock that tests hold.
final class SaslFixture {
    static final String DOMAIN = "example.org";
    static final String SERVER_NONCE = "3rfcNHYJY1ZVvWVs7j";
    static final byte[] EXPORTED = new byte[32];
    static final byte[] CERTIFICATE_HASH = {1, 2, 3, 4, 5, 6, 7, 8};
    static final int ITERATIONS = 4096;

    final Map<String, Credentials> accounts = new HashMap<>();
    final FakeClock clock = new FakeClock();
    final AuthThrottle throttle = new AuthThrottle(clock, 10_000, 50, 20);
    boolean storageDown;
    SaslSettings settings =
            new SaslSettings(List.of(ScramHash.SHA_1, ScramHash.SHA_256), ITERATIONS, true, true);
    UnaryOperator<String> localparts = SaslFixture::prepareLocalpart;
    String serverNonce = SERVER_NONCE;

    SaslFixture account(String localpart, String password, ScramHash... hashes) {
        List<ScramVerifier> verifiers =
                List.of(hashes).stream()
                        .map(hash ->
                                ScramVerifier.derive(
                                        password, hash, ITERATIONS, new SecureRandom()))
                        .toList();
        accounts.put(localpart, new Credentials(verifiers, false));
        return this;
    }

    void disable(String localpart) {
        accounts.computeIfPresent(
                localpart, (_, enabled) -> new Credentials(enabled.verifiers(), true));
    }

    SaslMechanisms mechanisms() {
        return new SaslMechanisms(
                new PasswordMechanisms(
                                settings,
                                this::find,
                                throttle,
                                "sixteen bytes or more".getBytes(UTF_8),
                                localparts,
                                () -> serverNonce)
                        .all());
    }

    SaslExchange start(String mechanism, SaslContext context) {
        return mechanisms().start(mechanism, context);
    }

    private Optional<Credentials> find(String localpart, String domain) {
        if (storageDown) {
            throw new CredentialsUnavailableException("the database is down");
        }
        return domain.equals(DOMAIN)
                ? Optional.ofNullable(accounts.get(localpart))
                : Optional.empty();
    }

    static SaslContext plainText() {
        return new SaslContext(DOMAIN, false, Map.of(), address("192.0.2.1"));
    }

    static SaslContext tls() {
        return new SaslContext(DOMAIN, true, Map.of(), address("192.0.2.1"));
    }

    static SaslContext bound() {
        return new SaslContext(
                DOMAIN,
                true,
                Map.of(
                        ChannelBindingType.TLS_EXPORTER,
                        EXPORTED,
                        ChannelBindingType.TLS_SERVER_END_POINT,
                        CERTIFICATE_HASH),
                address("192.0.2.1"));
    }

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    private static String prepareLocalpart(String name) {
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || "\"&'/:<>@".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("not a localpart");
        }
        return name.toLowerCase(Locale.ROOT);
    }
}
