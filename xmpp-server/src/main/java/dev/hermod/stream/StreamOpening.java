package dev.hermod.stream;

import dev.hermod.auth.ChannelBindingType;
import dev.hermod.auth.SaslOffer;
import dev.hermod.feature.StreamContext;
import dev.hermod.session.Connection;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import dev.hermod.xml.StreamHeader;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// How a client's stream begins: the checks on its header, and the features (RFC 6120 4.3, 4.7).
final class StreamOpening {
    static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
    static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";
    static final String SESSION = "urn:ietf:params:xml:ns:xmpp-session";
    private static final String CHANNEL_BINDING = "urn:xmpp:sasl-cb:0";

    private final Connection connection;
    private final StreamParts parts;

    /// Why a header is refused.
    record Problem(StreamErrorCondition condition, String text) {}

    StreamOpening(Connection connection, StreamParts parts) {
        this.connection = connection;
        this.parts = parts;
    }

    @Nullable Problem problem(StreamHeader header) {
        if (!header.defaultNamespace().equals(Stanzas.CLIENT)) {
            return new Problem(
                    StreamErrorCondition.INVALID_NAMESPACE,
                    "the content namespace must be jabber:client");
        }
        if (header.to() == null) {
            return new Problem(
                    StreamErrorCondition.IMPROPER_ADDRESSING, "the stream header has no 'to'");
        }
        if (!parts.settings().domains().contains(domain(header))) {
            return new Problem(
                    StreamErrorCondition.HOST_UNKNOWN, "this server does not serve that domain");
        }
        if (isFromElsewhere(header)) {
            return new Problem(
                    StreamErrorCondition.INVALID_FROM, "the stream is from another domain");
        }
        if (!supported(header.version())) {
            return new Problem(StreamErrorCondition.UNSUPPORTED_VERSION, "XMPP 1.0 is needed");
        }
        return needsAnotherWay()
                ? new Problem(
                        StreamErrorCondition.POLICY_VIOLATION,
                        "TLS is needed: come by wss or https")
                : null;
    }

    /// Whether TLS is needed and cannot begin on this connection.
    private boolean needsAnotherWay() {
        return connection.tls() == null && !connection.canStartTls() && !mayDoWithoutTls();
    }

    /// XEP-0388 section 2.1. What is no address is as good as none.
    private boolean isFromElsewhere(StreamHeader header) {
        @Nullable JID from = Jids.parseOrNull(header.from());
        return from != null && !from.getDomain().equals(domain(header));
    }

    /// The domain a header names, prepared.
    String domain(StreamHeader header) {
        String to = header.to();
        return to == null ? parts.settings().domains().getFirst() : to.toLowerCase(Locale.ROOT);
    }

    /// RFC 6120 4.7.5: the major version counts.
    private static boolean supported(@Nullable String version) {
        return version != null && version.matches("0*[1-9][0-9]{0,8}\\.[0-9]{1,9}");
    }

    boolean mayDoWithoutTls() {
        return switch (parts.settings().tlsPolicy()) {
            case REQUIRED -> false;
            case OPTIONAL -> true;
            case REQUIRED_EXCEPT_LOOPBACK -> connection.peer().getAddress().isLoopbackAddress();
        };
    }

    /// Before there is a session.
    ///
    /// @param inline what can be asked for together with authentication
    FrozenElement features(StreamContext context, SaslOffer offer, FrozenElement inline) {
        FrozenElement.Builder features = FrozenElement.named("features", ElementWriter.STREAMS);
        if (!context.authenticated()) {
            beforeAuthentication(features, context, offer, inline);
        } else {
            features.child(FrozenElement.named("bind", BIND).build());
            // COMPAT: clients of RFC 3921 ask for a session; RFC 6121 has none, so it is optional.
            features.child(
                    FrozenElement.named("session", SESSION)
                            .child(FrozenElement.named("optional", SESSION).build())
                            .build());
        }
        informing(context).forEach(features::child);
        return features.build();
    }

    /// Of a stream that a session is on.
    ///
    /// @param managed whether its stream management is on: clients that are offered it turn it on,
    ///   and may do so once only
    FrozenElement features(StreamContext context, boolean managed) {
        FrozenElement.Builder features = FrozenElement.named("features", ElementWriter.STREAMS);
        informing(context)
                .filter(offered ->
                        !managed || !offered.namespace().equals(ManagementRequests.NAMESPACE))
                .forEach(features::child);
        return features.build();
    }

    private Stream<FrozenElement> informing(StreamContext context) {
        return parts.features().streamFeatures().stream()
                .flatMap(feature -> feature.offer(context).stream());
    }

    private void beforeAuthentication(
            FrozenElement.Builder features,
            StreamContext context,
            SaslOffer offer,
            FrozenElement inline) {
        if (connection.canStartTls()) {
            FrozenElement.Builder startTls = FrozenElement.named("starttls", TLS);
            if (!context.secure()) {
                startTls.child(FrozenElement.named("required", TLS).build());
            }
            features.child(startTls.build());
        }
        if (!context.secure()) {
            return;
        }
        FrozenElement.Builder mechanisms =
                FrozenElement.named("mechanisms", SaslNegotiation.NAMESPACE);
        mechanisms(mechanisms, offer, SaslNegotiation.NAMESPACE);
        features.child(mechanisms.build());
        if (!offer.mechanisms().isEmpty()) {
            FrozenElement.Builder authentication =
                    FrozenElement.named("authentication", Sasl2Negotiation.NAMESPACE);
            mechanisms(authentication, offer, Sasl2Negotiation.NAMESPACE);
            features.child(authentication.child(inline).build());
        }
        if (!offer.bindings().isEmpty()) {
            features.child(channelBindings(offer));
        }
    }

    private static void mechanisms(FrozenElement.Builder in, SaslOffer offer, String namespace) {
        offer.mechanisms()
                .forEach(name ->
                        in.child(FrozenElement.named("mechanism", namespace).text(name).build()));
    }

    /// XEP-0440.
    private static FrozenElement channelBindings(SaslOffer offer) {
        FrozenElement.Builder types = FrozenElement.named("sasl-channel-binding", CHANNEL_BINDING);
        for (ChannelBindingType type : offer.bindings()) {
            types.child(
                    FrozenElement.named("channel-binding", CHANNEL_BINDING)
                            .attribute("type", type.wireName())
                            .build());
        }
        return types.build();
    }
}
