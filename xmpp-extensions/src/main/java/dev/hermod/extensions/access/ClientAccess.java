package dev.hermod.extensions.access;

import dev.hermod.auth.LoginToken;
import dev.hermod.feature.Session;
import dev.hermod.feature.UserAgent;
import dev.hermod.stanza.Timestamps;
import dev.hermod.xml.FrozenElement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// A client that has access to an account: one installation with its tokens and sessions, or a
/// session whose client does not say which installation it is.
///
/// @param id opaque, the same as long as the client has access
record ClientAccess(
        String id,
        @Nullable UUID installation,
        List<LoginToken> tokens,
        List<Session> sessions,
        @Nullable UserAgent agent) {
    private static final int ID_BYTES = 12;

    /// All of an account, those with tokens first.
    static List<ClientAccess> all(JID account, List<LoginToken> tokens, List<Session> sessions) {
        Map<UUID, List<LoginToken>> installations = new LinkedHashMap<>();
        tokens.forEach(token ->
                installations.computeIfAbsent(token.client(), _ -> new ArrayList<>()).add(token));
        sessions.stream()
                .flatMap(session -> installation(session).stream())
                .forEach(client -> installations.computeIfAbsent(client, _ -> List.of()));
        List<ClientAccess> all = new ArrayList<>();
        installations.forEach((client, known) -> all.add(of(account, client, known, sessions)));
        sessions.stream()
                .filter(session -> installation(session).isEmpty())
                .forEach(session -> all.add(of(session)));
        return all;
    }

    private static Optional<UUID> installation(Session session) {
        return Optional.ofNullable(session.userAgent()).map(UserAgent::id);
    }

    private static ClientAccess of(
            JID account, UUID client, List<LoginToken> tokens, List<Session> sessions) {
        List<Session> own =
                sessions.stream()
                        .filter(session -> installation(session).equals(Optional.of(client)))
                        .toList();
        UserAgent agent =
                Stream.concat(
                                own.stream().map(Session::userAgent),
                                tokens.stream()
                                        .map(token ->
                                                new UserAgent(
                                                        client, token.software(), token.device())))
                        .findFirst()
                        .orElse(null);
        return new ClientAccess(opaque(account + "\0" + client), client, tokens, own, agent);
    }

    private static ClientAccess of(Session session) {
        return new ClientAccess(
                opaque(session.address().toString()),
                null,
                List.of(),
                List.of(session),
                session.userAgent());
    }

    private static String opaque(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether it can be kept out without a new password.
    boolean revocable() {
        return !tokens.isEmpty();
    }

    FrozenElement element(Instant now) {
        FrozenElement.Builder client =
                element("client")
                        .attribute("id", id)
                        .attribute("type", "session")
                        .attribute("connected", Boolean.toString(!sessions.isEmpty()));
        tokens.stream()
                .map(LoginToken::issued)
                .min(Comparator.naturalOrder())
                .ifPresent(first -> client.child(stamp("first-seen", first)));
        lastSeen(now).ifPresent(last -> client.child(stamp("last-seen", last)));
        client.child(
                element("auth").child(element(revocable() ? "fast" : "password").build()).build());
        client.child(element("permission").attribute("status", "unrestricted").build());
        if (agent != null) {
            client.child(described(agent));
        }
        return client.build();
    }

    private Optional<Instant> lastSeen(Instant now) {
        return sessions.isEmpty()
                ? tokens.stream()
                        .map(token -> token.used() == null ? token.issued() : token.used())
                        .max(Comparator.naturalOrder())
                : Optional.of(now);
    }

    private static FrozenElement described(UserAgent agent) {
        FrozenElement.Builder described = element("user-agent");
        if (agent.software() != null) {
            described.child(element("software").text(agent.software()).build());
        }
        if (agent.device() != null) {
            described.child(element("device").text(agent.device()).build());
        }
        return described.build();
    }

    private static FrozenElement stamp(String name, Instant when) {
        return element(name).text(Timestamps.format(when)).build();
    }

    private static FrozenElement.Builder element(String name) {
        return FrozenElement.named(name, ClientAccessFeature.NAMESPACE);
    }
}
