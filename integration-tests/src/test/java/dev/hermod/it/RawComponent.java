package dev.hermod.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A component that speaks raw XML (XEP-0114).
///
/// @param domain that it serves
public record RawComponent(RawStream stream, String domain) implements AutoCloseable {
    public static final String NAMESPACE = "jabber:component:accept";

    /// A usual header for a domain.
    public static String header(String domain) {
        return "<?xml version='1.0'?><stream:stream xmlns='"
                + NAMESPACE
                + "' xmlns:stream='"
                + RawStream.STREAMS
                + "' to='"
                + domain
                + "'>";
    }

    /// On a stream without a header.
    public static RawComponent accepted(HermodServer server, String domain) {
        return new RawComponent(RawStream.connect(server.address("component")), domain);
    }

    /// Connects and proves to know the secret.
    public static RawComponent connect(HermodServer server, String domain, String secret) {
        RawComponent component = accepted(server, domain);
        component.handshake(component.open(), secret);
        Xml answer = component.stream.element();
        if (!answer.is("handshake", NAMESPACE)) {
            throw new AssertionError("no <handshake/> but " + answer);
        }
        return component;
    }

    /// Sends a header and returns the id of the stream.
    public String open() {
        stream.send(header(domain));
        Event.Header answer = stream.header();
        if (!answer.namespace().equals(NAMESPACE) || !answer.attr("from").equals(domain)) {
            throw new AssertionError("a header for somebody else: " + answer);
        }
        return answer.attr("id");
    }

    public void handshake(String streamId, String secret) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((streamId + secret).getBytes(UTF_8));
            send("<handshake>" + HexFormat.of().formatHex(digest) + "</handshake>");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    public RawComponent send(String xml) {
        stream.send(xml);
        return this;
    }

    /// The next stanza.
    public Xml stanza() {
        Xml element = stream.element();
        if (!element.namespace().equals(NAMESPACE)) {
            throw new AssertionError("no stanza of this stream but " + element);
        }
        return element;
    }

    @Override
    public void close() {
        stream.close();
    }
}
