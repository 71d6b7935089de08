package dev.hermod.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/// SASL as a client does it on a stream whose features were read.
public record Sasl(XmlExchange stream) {
    public static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-sasl";
    private static final int EXPORTED_BYTES = 32;

    /// `<auth/>` with an initial response.
    public Xml auth(String mechanism, String response) {
        stream.send(
                "<auth xmlns='%s' mechanism='%s'>%s</auth>"
                        .formatted(NAMESPACE, mechanism, encoded(response)));
        return stream.element();
    }

    public Xml respond(String response) {
        stream.send("<response xmlns='%s'>%s</response>".formatted(NAMESPACE, encoded(response)));
        return stream.element();
    }

    public Xml plain(String localpart, String password) {
        return auth("PLAIN", "\0" + localpart + "\0" + password);
    }

    /// SCRAM without channel binding; returns `<success/>` or `<failure/>`.
    public Xml scram(String hash, Account account) {
        return scram("SCRAM-" + hash, scram(hash, account, "n,,", new byte[0]));
    }

    /// SCRAM with one of the channel bindings `tls-exporter` and `tls-server-end-point`.
    public Xml scramPlus(String hash, Account account, String binding) {
        return scram(
                "SCRAM-" + hash + "-PLUS",
                scram(hash, account, "p=" + binding + ",,", bindingData(binding)));
    }

    private static Scram scram(String hash, Account account, String gs2, byte[] binding) {
        return new Scram(hash, account.localpart(), account.password(), gs2, binding);
    }

    public Xml scram(String mechanism, Scram scram) {
        Xml challenge = auth(mechanism, scram.first());
        if (!challenge.is("challenge", NAMESPACE)) {
            return challenge;
        }
        Xml end = respond(scram.last(decoded(challenge)));
        if (end.is("success", NAMESPACE)) {
            scram.verify(decoded(end));
        }
        return end;
    }

    /// What a channel binding is bound to on this stream.
    byte[] bindingData(String type) {
        try {
            ExtendedSSLSession session =
                    (ExtendedSSLSession) ((SSLSocket) ((RawStream) stream).socket()).getSession();
            return switch (type) {
                case "tls-exporter" ->
                        session.exportKeyingMaterialData(
                                "EXPORTER-Channel-Binding", new byte[0], EXPORTED_BYTES);
                case "tls-server-end-point" ->
                        MessageDigest.getInstance("SHA-256")
                                .digest(session.getPeerCertificates()[0].getEncoded());
                default -> throw new IllegalArgumentException(type);
            };
        } catch (GeneralSecurityException | SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String response) {
        return response.isEmpty()
                ? ""
                : Base64.getEncoder().encodeToString(response.getBytes(UTF_8));
    }

    private static String decoded(Xml element) {
        return new String(Base64.getDecoder().decode(element.text()), UTF_8);
    }
}
