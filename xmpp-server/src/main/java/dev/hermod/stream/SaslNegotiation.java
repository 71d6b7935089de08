package dev.hermod.stream;

import dev.hermod.auth.SaslData;
import dev.hermod.auth.SaslFailure;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;

/// SASL by the profile of RFC 6120 section 6: a new stream follows success.
final class SaslNegotiation implements SaslProfile {
    static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-sasl";

    private final ClientStream stream;
    private final SaslAttempts attempts;

    SaslNegotiation(ClientStream stream, SaslAttempts attempts) {
        this.stream = stream;
        this.attempts = attempts;
    }

    void element(FrozenElement element) {
        switch (element.localName()) {
            case "auth" -> {
                String initial = element.text().isEmpty() ? null : element.text();
                attempts.begin(this, element.attr("mechanism"), initial);
            }
            case "response" -> attempts.respond(this, element.text());
            case "abort" -> attempts.abort(this);
            default ->
                    stream.fail(
                            StreamErrorCondition.UNSUPPORTED_STANZA_TYPE, "not an element of SASL");
        }
    }

    @Override
    public void challenge(byte[] data) {
        write(FrozenElement.named("challenge", NAMESPACE).text(text(data)).build());
    }

    @Override
    public void failure(SaslFailure condition) {
        write(FrozenElement.named("failure", NAMESPACE).child(condition(condition)).build());
    }

    @Override
    public boolean success(String localpart, byte[] data) {
        write(FrozenElement.named("success", NAMESPACE).text(text(data)).build());
        stream.authenticated(localpart);
        return true;
    }

    /// RFC 6120 6.5.
    static FrozenElement condition(SaslFailure condition) {
        return FrozenElement.named(condition.wireName(), NAMESPACE).build();
    }

    private static String text(byte[] data) {
        return data.length == 0 ? "" : SaslData.encode(data);
    }

    private void write(FrozenElement element) {
        stream.connection().write(element, null);
    }
}
