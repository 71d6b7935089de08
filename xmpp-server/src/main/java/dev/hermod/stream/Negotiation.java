package dev.hermod.stream;

import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;

/// What a client may do before it has a session (RFC 6120 4.3): TLS, logging in by either profile
/// of SASL, binding or resuming. Not kept once there is one.
final class Negotiation {
    private final ClientStream stream;
    private final StreamOpening opening;
    private final ManagementRequests management;
    private final SaslAttempts attempts;
    private final SaslNegotiation sasl;
    private final InlineRequests inline;
    private final Sasl2Negotiation sasl2;
    private final EarlyStanzas early;

    Negotiation(
            ClientStream stream,
            StreamParts parts,
            StreamOpening opening,
            ManagementRequests management) {
        this.stream = stream;
        this.opening = opening;
        this.management = management;
        this.attempts = new SaslAttempts(stream, parts);
        this.sasl = new SaslNegotiation(stream, attempts);
        this.inline =
                new InlineRequests(
                        stream,
                        management,
                        new InlineBinding(stream, parts, management),
                        new InlineTokens(parts.tokens()));
        this.sasl2 = new Sasl2Negotiation(stream, attempts, inline);
        this.early = new EarlyStanzas(stream, parts);
    }

    FrozenElement features() {
        return opening.features(
                stream.context(), attempts.offer(), inline.offer(attempts.context()));
    }

    void element(FrozenElement element) {
        if (sasl2.underWay() && !element.namespace().equals(Sasl2Negotiation.NAMESPACE)) {
            stream.fail(StreamErrorCondition.POLICY_VIOLATION, "a login is under way");
            return;
        }
        switch (element.namespace()) {
            case StreamOpening.TLS -> stream.startTls(element);
            case SaslNegotiation.NAMESPACE -> sasl.element(element);
            case Sasl2Negotiation.NAMESPACE -> sasl2.element(element);
            case Stanzas.CLIENT -> early.stanza(element);
            case ManagementRequests.NAMESPACE -> management.early(element);
            default ->
                    stream.fail(
                            StreamErrorCondition.UNSUPPORTED_STANZA_TYPE,
                            "not a step of stream negotiation");
        }
    }
}
