package dev.hermod.net.bosh;

import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.Utf8Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The `<body/>` of one answer, while it is made.
public final class BoshResponse {
    private static final byte[] STREAM = "<stream:".getBytes(StandardCharsets.US_ASCII);

    private final Utf8Buffer out = new Utf8Buffer(256);
    private final List<byte[]> payloads = new ArrayList<>();

    public BoshResponse() {
        out.append("<body xmlns='").append(BoshRequest.NAMESPACE).append((byte) '\'');
    }

    /// The end of a session with a terminal binding condition (XEP-0124 section 17.2).
    public static byte[] terminal(String condition) {
        return new BoshResponse()
                .attribute("type", "terminate")
                .attribute("condition", condition)
                .toBytes();
    }

    /// A recoverable binding condition (XEP-0124 section 17.3): the client sends again what has not
    /// been answered.
    public static byte[] recoverable() {
        return new BoshResponse().attribute("type", "error").toBytes();
    }

    public BoshResponse attribute(String name, String value) {
        out.append((byte) ' ').append(name).append("='");
        out.appendAttribute(value).append((byte) '\'');
        return this;
    }

    /// Adds an element that declares its namespaces.
    public BoshResponse payload(byte[] element) {
        payloads.add(element);
        return this;
    }

    public boolean hasPayload() {
        return !payloads.isEmpty();
    }

    /// XEP-0206 section 2: what the prefix `stream` is used for inside has it declared here.
    public byte[] toBytes() {
        if (payloads.stream().anyMatch(BoshResponse::usesStream)) {
            attribute("xmlns:stream", ElementWriter.STREAMS);
        }
        if (payloads.isEmpty()) {
            return out.append("/>").toByteArray();
        }
        out.append((byte) '>');
        payloads.forEach(out::append);
        return out.append("</body>").toByteArray();
    }

    private static boolean usesStream(byte[] element) {
        return java.util.Arrays.mismatch(element, STREAM) == STREAM.length;
    }
}
