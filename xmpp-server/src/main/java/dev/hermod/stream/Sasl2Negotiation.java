package dev.hermod.stream;

import dev.hermod.auth.SaslData;
import dev.hermod.auth.SaslFailure;
import dev.hermod.auth.SaslOutcome;
import dev.hermod.stanza.Jids;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import dev.hermod.xml.StreamHeader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// SASL by the extensible profile (XEP-0388): what the client wants besides comes along with it,
/// and the stream goes on. There are no tasks that would follow.
final class Sasl2Negotiation implements SaslProfile {
    static final String NAMESPACE = "urn:xmpp:sasl:2";

    private final ClientStream stream;
    private final SaslAttempts attempts;
    private final InlineRequests inline;
    private @Nullable FrozenElement request;

    Sasl2Negotiation(ClientStream stream, SaslAttempts attempts, InlineRequests inline) {
        this.stream = stream;
        this.attempts = attempts;
        this.inline = inline;
    }

    /// Whether the client may say nothing but what this takes (section 2.4).
    boolean underWay() {
        return attempts.underWay(this);
    }

    void element(FrozenElement element) {
        switch (element.localName()) {
            case "authenticate" -> authenticate(element);
            case "response" -> attempts.respond(this, element.text());
            case "abort" -> attempts.abort(this);
            default ->
                    stream.fail(
                            StreamErrorCondition.UNSUPPORTED_STANZA_TYPE, "not a step of SASL2");
        }
    }

    private void authenticate(FrozenElement element) {
        if (underWay()) {
            stream.fail(StreamErrorCondition.POLICY_VIOLATION, "a login is under way already");
            return;
        }
        request = element;
        FrozenElement initial = element.child("initial-response", NAMESPACE);
        @Nullable String response = initial == null ? null : initial.text();
        if (InlineTokens.isLogin(element)) {
            attempts.begin(this, context -> inline.tokens().start(element, context), response);
        } else {
            attempts.begin(this, element.attr("mechanism"), response);
        }
    }

    @Override
    public void challenge(byte[] data) {
        write(FrozenElement.named("challenge", NAMESPACE).text(text(data)).build());
    }

    @Override
    public void failure(SaslFailure condition) {
        request = null;
        write(
                FrozenElement.named("failure", NAMESPACE)
                        .child(SaslNegotiation.condition(condition))
                        .build());
    }

    /// Who names itself in the stream's header has to be who logs in.
    @Override
    public Optional<SaslOutcome.Failure> objection(String localpart) {
        StreamHeader header = stream.header();
        @Nullable JID named = header == null ? null : Jids.parseOrNull(header.from());
        return named == null || named.getNode() == null || named.getNode().equals(localpart)
                ? Optional.empty()
                : Optional.of(
                        new SaslOutcome.Failure(
                                SaslFailure.INVALID_AUTHZID,
                                "the stream is from another than " + localpart));
    }

    @Override
    public boolean success(String localpart, byte[] data) {
        FrozenElement asked = request;
        request = null;
        @Nullable JID account = stream.identified(localpart);
        if (account != null && asked != null) {
            inline.perform(
                    account,
                    asked,
                    data.length == 0
                            ? null
                            : FrozenElement.named("additional-data", NAMESPACE)
                                    .text(text(data))
                                    .build());
        }
        return false;
    }

    private static String text(byte[] data) {
        return data.length == 0 ? "" : SaslData.encode(data);
    }

    private void write(FrozenElement element) {
        stream.connection().write(element, null);
    }
}
