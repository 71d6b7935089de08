package dev.hermod.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// SASL2 (XEP-0388) as a client does it on a stream whose features were read.
public record Sasl2(RawStream stream) {
    public static final String NAMESPACE = "urn:xmpp:sasl:2";
    public static final String BIND = "urn:xmpp:bind:0";
    public static final String FAST = "urn:xmpp:fast:0";

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

    /// A login by token (XEP-0484); returns `<success/>` or `<failure/>`.
    ///
    /// @param mechanism such as `HT-SHA-256-NONE`
    /// @param fast attributes of `<fast/>`
    public Xml token(Account account, String mechanism, String token, String fast, String inline) {
        byte[] binding =
                switch (mechanism.substring(mechanism.lastIndexOf('-') + 1)) {
                    case "EXPR" -> new Sasl(stream).bindingData("tls-exporter");
                    case "ENDP" -> new Sasl(stream).bindingData("tls-server-end-point");
                    default -> new byte[0];
                };
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes((account.localpart() + "\0").getBytes(UTF_8));
        message.writeBytes(mac(token, "Initiator", binding));
        Xml end =
                send(
                        mechanism,
                        Base64.getEncoder().encodeToString(message.toByteArray()),
                        "<fast xmlns='%s' %s/>".formatted(FAST, fast) + inline);
        if (end.is("success", NAMESPACE)) {
            byte[] proof =
                    Base64.getDecoder().decode(end.child("additional-data", NAMESPACE).text());
            if (!MessageDigest.isEqual(proof, mac(token, "Responder", binding))) {
                throw new AssertionError("the server does not know the token");
            }
        }
        return end;
    }

    private static byte[] mac(String token, String who, byte[] binding) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token.getBytes(UTF_8), "HmacSHA256"));
            mac.update(who.getBytes(UTF_8));
            return mac.doFinal(binding);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public Xml authenticate(String mechanism, String initial, String inline) {
        return send(mechanism, encoded(initial), inline);
    }

    private Xml send(String mechanism, String base64, String inline) {
        stream.send(
                "<authenticate xmlns='%s' mechanism='%s'><initial-response>%s</initial-response>%s</authenticate>"
                        .formatted(NAMESPACE, mechanism, base64, inline));
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
