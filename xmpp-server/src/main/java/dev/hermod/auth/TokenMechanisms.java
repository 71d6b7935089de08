package dev.hermod.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The mechanisms that check a token (XEP-0484, draft-schmaus-kitten-sasl-ht): one message from the
/// client, bound to its TLS channel where it can be.
public final class TokenMechanisms {
    private static final int MOST_TOKENS = 100;
    private static final int SHORTEST_SECRET = 16;

    /// A mechanism and what it is bound to.
    enum Binding {
        EXPORTER("HT-SHA-256-EXPR", ChannelBindingType.TLS_EXPORTER),
        END_POINT("HT-SHA-256-ENDP", ChannelBindingType.TLS_SERVER_END_POINT),
        NONE("HT-SHA-256-NONE", null);

        private final String mechanism;
        private final @Nullable ChannelBindingType type;

        Binding(String mechanism, @Nullable ChannelBindingType type) {
            this.mechanism = mechanism;
            this.type = type;
        }

        String mechanism() {
            return mechanism;
        }

        /// The data to bind to; empty when the connection has none of the kind.
        Optional<byte[]> data(SaslContext context) {
            return type == null ? Optional.of(new byte[0]) : context.binding(type);
        }

        static Optional<Binding> of(String mechanism) {
            return EnumSet.allOf(Binding.class).stream()
                    .filter(binding -> binding.mechanism.equals(mechanism))
                    .findFirst();
        }
    }

    /// A token as its client gets it.
    public record Issued(String token, Instant expires) {}

    /// Who asks for a token.
    public record Client(UUID id, @Nullable String software, @Nullable String device) {}

    private final LoginTokens tokens;
    private final CredentialSource accounts;
    private final AuthThrottle throttle;
    private final UnaryOperator<String> localparts;
    private final byte[] secret;
    private final Duration lifetime;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /// @param localparts prepares a localpart, failing with an [IllegalArgumentException]
    /// @param secret random bytes, kept over restarts, the same on all nodes and not in the
    ///   database
    /// @param lifetime of a token; zero for no tokens at all
    public TokenMechanisms(
            LoginTokens tokens,
            CredentialSource accounts,
            AuthThrottle throttle,
            UnaryOperator<String> localparts,
            byte[] secret,
            Duration lifetime,
            Clock clock) {
        if (secret.length < SHORTEST_SECRET) {
            throw new IllegalArgumentException("the secret is too short");
        }
        this.tokens = tokens;
        this.accounts = accounts;
        this.throttle = throttle;
        this.localparts = localparts;
        this.secret = secret.clone();
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /// The names of those that a stream may use, strongest first.
    public List<String> offered(SaslContext context) {
        return lifetime.isZero()
                ? List.of()
                : EnumSet.allOf(Binding.class).stream()
                        .filter(binding -> binding.data(context).isPresent())
                        .map(Binding::mechanism)
                        .toList();
    }

    /// Starts the mechanism that a client chose. A name that was not offered gives an exchange that
    /// fails.
    public SaslExchange start(TokenRequest request, SaslContext context) {
        Optional<byte[]> data =
                lifetime.isZero()
                        ? Optional.empty()
                        : Binding.of(request.mechanism()).flatMap(binding -> binding.data(context));
        return data.<SaslExchange>map(bound -> new TokenExchange(this, request, context, bound))
                .orElseGet(() ->
                        _ ->
                                new SaslOutcome.Failure(
                                        SaslFailure.INVALID_MECHANISM,
                                        "mechanism was not offered"));
    }

    /// Gives a client that has logged in a token; blocks.
    ///
    /// @param account the prepared bare JID
    /// @param mechanism to use it with
    /// @return empty when there is no such mechanism, or no such account any more
    public Optional<Issued> issue(String account, Client client, String mechanism) {
        if (lifetime.isZero() || Binding.of(mechanism).isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        LoginToken token =
                new LoginToken(
                        randomId(),
                        client.id(),
                        mechanism,
                        now,
                        now.plus(lifetime),
                        null,
                        -1,
                        client.software(),
                        client.device());
        return tokens.add(account, token, MOST_TOKENS)
                ? Optional.of(new Issued(text(account, token), token.expires()))
                : Optional.empty();
    }

    /// Gives a client that has logged in by token a new one where it is time for that, or once more
    /// what it seems not to have got; blocks.
    public Optional<Issued> rotate(String account, Client client) {
        Optional<LoginToken> newest = tokens.of(account, client.id()).stream().findFirst();
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        LoginToken known = newest.get();
        if (known.used() == null) {
            return Optional.of(new Issued(text(account, known), known.expires()));
        }
        return known.expires().isBefore(clock.instant().plus(lifetime.dividedBy(2)))
                ? issue(account, client, known.mechanism())
                : Optional.empty();
    }

    /// Removes a client's tokens; blocks.
    public void invalidate(String account, UUID client) {
        tokens.remove(account, client);
    }

    /// The token itself: 43 characters.
    String text(String account, LoginToken token) {
        byte[] data = (account + "\0" + token.id()).getBytes(UTF_8);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ScramCrypto.hmac(ScramHash.SHA_256, secret, data));
    }

    private UUID randomId() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    LoginTokens tokens() {
        return tokens;
    }

    CredentialSource accounts() {
        return accounts;
    }

    AuthThrottle throttle() {
        return throttle;
    }

    UnaryOperator<String> localparts() {
        return localparts;
    }

    Instant now() {
        return clock.instant();
    }
}
