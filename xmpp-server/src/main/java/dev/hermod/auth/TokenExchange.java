package dev.hermod.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The server's side of one login by token (draft-schmaus-kitten-sasl-ht section 3): the client's
/// name and a MAC of the channel binding, answered with another.
final class TokenExchange implements SaslExchange {
    private final TokenMechanisms mechanisms;
    private final TokenRequest request;
    private final SaslContext context;
    private final byte[] binding;
    private boolean over;

    /// @param binding the data of the channel that the mechanism is bound to; empty for none
    TokenExchange(
            TokenMechanisms mechanisms, TokenRequest request, SaslContext context, byte[] binding) {
        this.mechanisms = mechanisms;
        this.request = request;
        this.context = context;
        this.binding = binding;
    }

    @Override
    public SaslOutcome respond(byte[] data) {
        try {
            if (over) {
                throw SaslRefusal.malformed("message after the end");
            }
            over = true;
            return login(data);
        } catch (SaslRefusal refusal) {
            return refusal.outcome();
        } catch (CredentialsUnavailableException e) {
            return new SaslOutcome.Failure(
                    SaslFailure.TEMPORARY_AUTH_FAILURE,
                    "credentials are unavailable: " + e.getMessage());
        }
    }

    private SaslOutcome login(byte[] message) throws SaslRefusal {
        int end = indexOfZero(message);
        @Nullable UUID client = request.client();
        if (end < 1 || client == null) {
            throw SaslRefusal.malformed("no name, or no id of the client");
        }
        String localpart = localpart(SaslData.utf8(Arrays.copyOf(message, end)));
        String account = localpart + "@" + context.domain();
        Duration wait = mechanisms.throttle().refusal(account, context.peer());
        if (wait.isPositive()) {
            throw new SaslRefusal(
                    SaslFailure.TEMPORARY_AUTH_FAILURE,
                    "too many failures, refused for " + wait + ": " + account);
        }
        Optional<Credentials> credentials = mechanisms.accounts().find(localpart, context.domain());
        LoginToken token =
                proved(account, client, Arrays.copyOfRange(message, end + 1, message.length));
        if (credentials.isEmpty() || credentials.get().disabled()) {
            throw new SaslRefusal(SaslFailure.ACCOUNT_DISABLED, "account is disabled: " + account);
        }
        if (!mechanisms.tokens().use(account, token, request.count(), mechanisms.now())) {
            throw new SaslRefusal(SaslFailure.NOT_AUTHORIZED, "replayed, or revoked: " + account);
        }
        mechanisms.throttle().succeeded(account, context.peer());
        return new SaslOutcome.Success(localpart, mac(account, token, "Responder"));
    }

    private LoginToken proved(String account, UUID client, byte[] proof) throws SaslRefusal {
        List<LoginToken> known = mechanisms.tokens().of(account, client);
        LoginToken proved = null;
        for (LoginToken token : known) {
            boolean fits = MessageDigest.isEqual(mac(account, token, "Initiator"), proof);
            if (fits && token.mechanism().equals(request.mechanism())) {
                proved = token;
            }
        }
        if (proved == null) {
            mechanisms.throttle().failed(account, context.peer());
            throw new SaslRefusal(SaslFailure.NOT_AUTHORIZED, "wrong token: " + account);
        }
        if (!proved.expires().isAfter(mechanisms.now())) {
            throw new SaslRefusal(
                    SaslFailure.CREDENTIALS_EXPIRED, "the token has expired: " + account);
        }
        return proved;
    }

    private byte[] mac(String account, LoginToken token, String who) {
        byte[] key = mechanisms.text(account, token).getBytes(UTF_8);
        byte[] prefix = who.getBytes(UTF_8);
        byte[] data = Arrays.copyOf(prefix, prefix.length + binding.length);
        System.arraycopy(binding, 0, data, prefix.length, binding.length);
        return ScramCrypto.hmac(ScramHash.SHA_256, key, data);
    }

    private String localpart(String username) throws SaslRefusal {
        try {
            return mechanisms.localparts().apply(username);
        } catch (IllegalArgumentException e) {
            throw new SaslRefusal(SaslFailure.NOT_AUTHORIZED, "username that no account can have");
        }
    }

    private static int indexOfZero(byte[] data) {
        for (int i = 0; i < data.length; i++) {
            if (data[i] == 0) {
                return i;
            }
        }
        return -1;
    }
}
