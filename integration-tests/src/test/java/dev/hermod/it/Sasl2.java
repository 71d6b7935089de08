package dev.hermod.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/// SASL2 (XEP-0388) as a client does it on a stream whose features were read.
public record Sasl2(RawStream stream) {
    public static final String NAMESPACE = "urn:xmpp:sasl:2";
    public static final String BIND = "urn:xmpp:bind:0";

    /// SCRAM-SHA-256; returns `<success/>` or `<failure/>`.
    ///
    /// @param inline XML that goes along with the request
    public Xml scram(Account account, String inline) {
        Scram scram =
                new Scram("SHA-256", account.localpart(), account.password(), "n,,", new byte[0]);
        Xml challenge = authenticate("SCRAM-SHA-256", scram.first(), inline);
        if (!challenge.is("challenge", NAMESPACE)) {
            return challenge;
        }
        Xml end = respond(scram.last(decoded(challenge)));
        if (end.is("success", NAMESPACE)) {
            scram.verify(decoded(end.child("additional-data", NAMESPACE)));
        }
        return end;
    }

    public Xml authenticate(String mechanism, String initial, String inline) {
        stream.send(
                "<authenticate xmlns='%s' mechanism='%s'><initial-response>%s</initial-response>%s</authenticate>"
                        .formatted(NAMESPACE, mechanism, encoded(initial), inline));
        return stream.element();
    }

    public Xml respond(String response) {
        stream.send("<response xmlns='%s'>%s</response>".formatted(NAMESPACE, encoded(response)));
        return stream.element();
    }

    /// A request for a resource.
    ///
    /// @param inside XML in it
    public static String bind(String inside) {
        return "<bind xmlns='%s'>%s</bind>".formatted(BIND, inside);
    }

    public static String userAgent(String id) {
        return "<user-agent id='%s'><software>Test</software><device>Bench</device></user-agent>"
                .formatted(id);
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String decoded(Xml element) {
        return new String(Base64.getDecoder().decode(element.text()), UTF_8);
    }
}
