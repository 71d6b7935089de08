package dev.hermod.stream;

import dev.hermod.auth.CredentialsUnavailableException;
import dev.hermod.auth.SaslContext;
import dev.hermod.auth.SaslExchange;
import dev.hermod.auth.TokenMechanisms;
import dev.hermod.auth.TokenRequest;
import dev.hermod.feature.UserAgent;
import dev.hermod.stanza.Timestamps;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/// Tokens that a client gets with one login for the next (XEP-0484).
final class InlineTokens {
    private static final String NAMESPACE = "urn:xmpp:fast:0";
    private static final Logger log = LoggerFactory.getLogger(InlineTokens.class);

    private final TokenMechanisms mechanisms;

    InlineTokens(TokenMechanisms mechanisms) {
        this.mechanisms = mechanisms;
    }

    /// Empty where tokens are not to be had.
    Optional<FrozenElement> offer(SaslContext context) {
        List<String> offered = mechanisms.offered(context);
        if (offered.isEmpty()) {
            return Optional.empty();
        }
        FrozenElement.Builder fast = FrozenElement.named("fast", NAMESPACE);
        offered.forEach(
                name -> fast.child(FrozenElement.named("mechanism", NAMESPACE).text(name).build()));
        return Optional.of(fast.build());
    }

    /// Whether a request to authenticate is one by token.
    static boolean isLogin(FrozenElement authenticate) {
        return authenticate.child("fast", NAMESPACE) != null;
    }

    /// Whether a login has to do with tokens at all.
    static boolean concern(FrozenElement authenticate) {
        return isLogin(authenticate) || authenticate.child("request-token", NAMESPACE) != null;
    }

    SaslExchange start(FrozenElement authenticate, SaslContext context) {
        String mechanism = authenticate.attr("mechanism");
        FrozenElement fast = authenticate.child("fast", NAMESPACE);
        return mechanisms.start(
                new TokenRequest(
                        UserAgent.of(authenticate).map(UserAgent::id).orElse(null),
                        mechanism == null ? "" : mechanism,
                        fast == null ? -1 : count(fast.attr("count"))),
                context);
    }

    /// A count that is no number counts as the lowest, which is refused when there was any.
    private static long count(@Nullable String text) {
        if (text == null) {
            return -1;
        }
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    /// What the answer to a successful login holds; blocks. A client that does not say which
    /// installation it is gets no token.
    Optional<FrozenElement> answer(JID account, FrozenElement authenticate) {
        Optional<UserAgent> agent = UserAgent.of(authenticate);
        @Nullable UUID id = agent.map(UserAgent::id).orElse(null);
        if (id == null) {
            return Optional.empty();
        }
        TokenMechanisms.Client client =
                new TokenMechanisms.Client(id, agent.get().software(), agent.get().device());
        try {
            return issued(account.toString(), client, authenticate).map(InlineTokens::element);
        } catch (CredentialsUnavailableException e) {
            log.warn("{} is logged in, but gets no token: {}", account, e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<TokenMechanisms.Issued> issued(
            String account, TokenMechanisms.Client client, FrozenElement authenticate) {
        FrozenElement fast = authenticate.child("fast", NAMESPACE);
        boolean invalidates = fast != null && isTrue(fast.attr("invalidate"));
        if (invalidates) {
            mechanisms.invalidate(account, client.id());
        }
        FrozenElement asked = authenticate.child("request-token", NAMESPACE);
        @Nullable String mechanism = asked == null ? null : asked.attr("mechanism");
        if (mechanism != null) {
            return mechanisms.issue(account, client, mechanism);
        }
        return fast == null || invalidates ? Optional.empty() : mechanisms.rotate(account, client);
    }

    private static boolean isTrue(@Nullable String text) {
        return "true".equals(text) || "1".equals(text);
    }

    private static FrozenElement element(TokenMechanisms.Issued issued) {
        return FrozenElement.named("token", NAMESPACE)
                .attribute("token", issued.token())
                .attribute("expiry", Timestamps.format(issued.expires()))
                .build();
    }
}
