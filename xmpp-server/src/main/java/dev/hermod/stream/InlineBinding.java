package dev.hermod.stream;

import dev.hermod.feature.BindReport;
import dev.hermod.feature.BindRequest;
import dev.hermod.feature.SessionEnd;
import dev.hermod.feature.StreamContext;
import dev.hermod.feature.UserAgent;
import dev.hermod.routing.InstalledFeatures;
import dev.hermod.session.BoundSession;
import dev.hermod.stanza.InvalidJidException;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/// Binding a resource together with the login, and what goes with it (XEP-0386): the session has
/// begun, with all that was asked for, before anything is delivered to it.
final class InlineBinding {
    static final String NAMESPACE = "urn:xmpp:bind:0";

    private static final Logger log = LoggerFactory.getLogger(InlineBinding.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 8;
    private static final Duration EARLIER_SESSION_ENDS = Duration.ofSeconds(10);

    private final ClientStream stream;
    private final StreamParts parts;
    private final ManagementRequests management;

    InlineBinding(ClientStream stream, StreamParts parts, ManagementRequests management) {
        this.stream = stream;
        this.parts = parts;
        this.management = management;
    }

    /// A session, and what its client is told of the account.
    record Bound(BoundSession session, List<FrozenElement> reports) {}

    FrozenElement offer() {
        FrozenElement.Builder inline = FrozenElement.named("inline", NAMESPACE);
        Stream.concat(
                        Stream.of(BoundElements.CLIENT_STATE, ManagementRequests.NAMESPACE),
                        parts.features().bindFeatures().stream())
                .sorted()
                .forEach(feature ->
                        inline.child(
                                FrozenElement.named("feature", NAMESPACE)
                                        .attribute("var", feature)
                                        .build()));
        return FrozenElement.named("bind", NAMESPACE).child(inline.build()).build();
    }

    /// Blocks.
    ///
    /// @return `null` when there is no session to be had now; the client may bind one later
    @Nullable Bound bind(
            JID account, FrozenElement bind, Optional<UserAgent> agent, StreamContext context) {
        try {
            agent.ifPresent(known -> endEarlier(account, known));
            BoundSession session =
                    parts.sessions()
                            .bind(account, resource(account, bind), context, stream.connection());
            agent.ifPresent(session::userAgent);
            return new Bound(session, reports(session));
        } catch (StanzaException | StorageUnavailableException e) {
            log.warn(
                    "stream {}: {} is logged in, but not bound: {}",
                    stream.connection().id(),
                    account,
                    e.getMessage());
            return null;
        }
    }

    /// What the same installation of the client has left behind.
    private void endEarlier(JID account, UserAgent agent) {
        @Nullable UUID installation = agent.id();
        if (installation == null) {
            return;
        }
        parts.sessions()
                .end(
                        account,
                        session -> {
                            @Nullable UserAgent other = session.userAgent();
                            return other != null && installation.equals(other.id());
                        },
                        new SessionEnd(StreamErrorCondition.CONFLICT, "replaced by a new session"),
                        EARLIER_SESSION_ENDS);
    }

    /// The client's tag before an id of ours, where a resource can hold it; else `null`.
    private static @Nullable String resource(JID account, FrozenElement bind) {
        FrozenElement tag = bind.child("tag", NAMESPACE);
        if (tag == null || tag.text().isBlank()) {
            return null;
        }
        byte[] id = new byte[ID_BYTES];
        RANDOM.nextBytes(id);
        String resource = tag.text().strip() + "/" + HexFormat.of().formatHex(id);
        try {
            return Jids.of(account.getNode(), account.getDomain(), resource).getResource();
        } catch (InvalidJidException e) {
            return null;
        }
    }

    private List<FrozenElement> reports(BoundSession session) {
        List<FrozenElement> reports = new ArrayList<>();
        for (BindReport report : parts.features().bindReports()) {
            try {
                report.of(session).ifPresent(reports::add);
            } catch (StorageUnavailableException e) {
                log.warn("{} is bound, but not told all: {}", session, e.getMessage());
            }
        }
        return reports;
    }

    /// Applies what was asked for; on the event loop.
    FrozenElement answer(FrozenElement bind, Bound bound) {
        FrozenElement.Builder answer =
                FrozenElement.named("bound", NAMESPACE).children(bound.reports());
        for (FrozenElement request : bind.childElements()) {
            apply(request, bound.session()).ifPresent(answer::child);
        }
        return answer.build();
    }

    private Optional<FrozenElement> apply(FrozenElement request, BoundSession session) {
        InstalledFeatures features = parts.features();
        if (request.is("enable", ManagementRequests.NAMESPACE)) {
            return Optional.of(management.enable(request, session));
        }
        if (request.namespace().equals(BoundElements.CLIENT_STATE)) {
            session.active(!request.localName().equals("inactive"));
            return Optional.empty();
        }
        BindRequest asked = features.bindRequest(request.namespace(), request.localName());
        return asked == null ? Optional.empty() : asked.apply(session, request);
    }
}
