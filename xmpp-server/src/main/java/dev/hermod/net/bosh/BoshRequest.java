package dev.hermod.net.bosh;

import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import dev.hermod.xml.StreamHeader;
import dev.hermod.xml.XmlLimits;
import dev.hermod.xml.XmlStreamException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The `<body/>` of one request (XEP-0124 section 6).
public final class BoshRequest {
    /// The namespace of `<body/>`.
    public static final String NAMESPACE = "http://jabber.org/protocol/httpbind";

    /// The namespace of what XMPP adds (XEP-0206).
    public static final String XMPP = "urn:xmpp:xbosh";

    /// XEP-0124 section 14.1.
    static final long LARGEST_RID = 9_007_199_254_740_991L;

    private static final Pattern SID = Pattern.compile("\\ssid=['\"]([A-Za-z0-9_-]{1,64})['\"]");
    private static final int HEAD = 2_048;
    private static final int WRAPPER = 4_096;

    private final FrozenElement body;
    private final long rid;
    private final int size;

    private BoshRequest(FrozenElement body, long rid, int size) {
        this.body = body;
        this.rid = rid;
        this.size = size;
    }

    /// The session that a request seems to be of, so that its limits are known before it is read.
    /// What it is of is said by [#sid].
    public static @Nullable String claimedSid(byte[] bytes) {
        int length = Math.min(bytes.length, HEAD);
        String head = new String(bytes, 0, length, java.nio.charset.StandardCharsets.ISO_8859_1);
        Matcher found = SID.matcher(head);
        return found.find() ? found.group(1) : null;
    }

    /// Reads one.
    ///
    /// @param limits of what it contains
    /// @throws XmlStreamException for what is no `<body/>` with a request id, or exceeds the limits
    public static BoshRequest read(byte[] bytes, XmlLimits limits) throws XmlStreamException {
        FrozenElement body = ElementReader.parse(bytes, 0, bytes.length, around(limits));
        @Nullable String rid = body.attr("rid");
        if (!body.is("body", NAMESPACE) || !body.text().isBlank()) {
            throw wrong("not a <body/> of BOSH");
        }
        if (rid == null || !rid.matches("[0-9]{1,16}") || Long.parseLong(rid) > LARGEST_RID) {
            throw wrong("no request id");
        }
        return new BoshRequest(body, Long.parseLong(rid), bytes.length);
    }

    private static XmlLimits around(XmlLimits limits) {
        return new XmlLimits(
                limits.stanzaBytes() + WRAPPER,
                limits.depth() + 1,
                limits.attributes(),
                limits.markup() == XmlLimits.ANY_MARKUP
                        ? XmlLimits.ANY_MARKUP
                        : limits.markup() + 64);
    }

    private static XmlStreamException wrong(String why) {
        return new XmlStreamException(StreamErrorCondition.BAD_FORMAT, why);
    }

    public long rid() {
        return rid;
    }

    /// Bytes as received.
    public int size() {
        return size;
    }

    /// `null` in a request for a new session.
    public @Nullable String sid() {
        return body.attr("sid");
    }

    public @Nullable String attribute(String name) {
        return body.attr(name);
    }

    /// A whole number that is not negative.
    ///
    /// @param instead where there is none
    public int number(String name, int instead) {
        @Nullable String text = body.attr(name);
        return text == null || !text.matches("[0-9]{1,9}") ? instead : Integer.parseInt(text);
    }

    public boolean isTerminate() {
        return "terminate".equals(body.attr("type"));
    }

    /// Whether the client wants a new stream (XEP-0206 section 5).
    public boolean isRestart() {
        @Nullable String restart = body.attr("restart", XMPP);
        return "true".equals(restart) || "1".equals(restart);
    }

    /// Whether it may come beyond the number of requests that may be open (XEP-0124 section 11).
    public boolean mayBeExtra() {
        return isTerminate() || body.attr("pause") != null;
    }

    /// Whether it asks for nothing but what has come for the client.
    public boolean isEmpty() {
        return body.childElements().isEmpty()
                && !isTerminate()
                && !isRestart()
                && body.attr("pause") == null;
    }

    /// What it carries.
    // COMPAT: many clients leave out the namespace of stanzas (XEP-0206 section 2).
    public List<FrozenElement> payloads() {
        return body.childElements().stream()
                .map(each -> each.rescoped(NAMESPACE, Stanzas.CLIENT))
                .toList();
    }

    /// What a stream header says over TCP.
    ///
    /// @param before what the one before said, where this one does not
    public StreamHeader header(@Nullable StreamHeader before) {
        @Nullable String version = body.attr("version", XMPP);
        return new StreamHeader(
                Stanzas.CLIENT,
                or(body.attr("to"), before == null ? null : before.to()),
                or(body.attr("from"), before == null ? null : before.from()),
                or(version, before == null ? "1.0" : before.version()),
                or(body.lang(), before == null ? null : before.lang()),
                null,
                Map.of());
    }

    private static @Nullable String or(@Nullable String one, @Nullable String other) {
        return one == null ? other : one;
    }
}
