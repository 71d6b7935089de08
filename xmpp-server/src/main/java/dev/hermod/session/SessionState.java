package dev.hermod.session;

import dev.hermod.feature.StreamContext;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlLimits;
import dev.hermod.xml.XmlStreamException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known of a session that waits to be resumed, as it is kept while the server restarts.
///
/// @param patience how long it waits for its client each time
/// @param handled stanzas of the client that are settled
/// @param acknowledged stanzas to the client that it has acknowledged
/// @param seen up to which id of the log it was given what it was to be given
/// @param presence what it broadcast last, `null` when it is unavailable
/// @param slots what features keep, by name
/// @param sent what is not acknowledged, oldest first
record SessionState(
        StreamContext context,
        Duration patience,
        long handled,
        long acknowledged,
        long seen,
        @Nullable FrozenElement presence,
        Map<String, String> slots,
        List<Sent> sent) {
    private static final String NAMESPACE = "urn:hermod:session:1";

    /// Beyond what any configuration lets pass, with many stanzas in it.
    private static final XmlLimits LIMITS = new XmlLimits(1 << 28, 1_100, 5_000);

    /// A stanza that is not acknowledged.
    ///
    /// @param id in the log, 0 for one that is not there
    /// @param element `null` when it is to be read from the log
    record Sent(long id, @Nullable FrozenElement element, long epochMillis) {}

    String write() {
        FrozenElement.Builder session =
                element("session")
                        .attribute("domain", context.domain())
                        .attribute("tls", Boolean.toString(context.tls()))
                        .attribute("secure", Boolean.toString(context.secure()))
                        .attribute("peer", context.peer().getHostAddress())
                        .attribute("patience", Long.toString(patience.toSeconds()))
                        .attribute("handled", Long.toString(handled))
                        .attribute("acknowledged", Long.toString(acknowledged))
                        .attribute("seen", Long.toString(seen));
        slots.forEach((name, text) ->
                session.child(element("slot").attribute("name", name).text(text).build()));
        if (presence != null) {
            session.child(element("presence").child(presence).build());
        }
        sent.forEach(one -> session.child(written(one)));
        return ElementWriter.toXml(session.build());
    }

    private static FrozenElement written(Sent one) {
        FrozenElement.Builder sent =
                element("sent")
                        .attribute("id", Long.toString(one.id()))
                        .attribute("at", Long.toString(one.epochMillis()));
        return one.element() == null ? sent.build() : sent.child(one.element()).build();
    }

    private static FrozenElement.Builder element(String name) {
        return FrozenElement.named(name, NAMESPACE);
    }

    /// Reads what [#write] has written.
    ///
    /// @throws IllegalArgumentException when it is something else
    static SessionState read(String written) {
        try {
            byte[] bytes = written.getBytes(StandardCharsets.UTF_8);
            return read(ElementReader.parse(bytes, 0, bytes.length, LIMITS));
        } catch (XmlStreamException | UnknownHostException e) {
            throw new IllegalArgumentException("no state of a session", e);
        }
    }

    private static SessionState read(FrozenElement session) throws UnknownHostException {
        StreamContext context =
                new StreamContext(
                        text(session, "domain"),
                        Boolean.parseBoolean(session.attr("tls")),
                        Boolean.parseBoolean(session.attr("secure")),
                        true,
                        InetAddress.ofLiteral(text(session, "peer")));
        Map<String, String> slots = new LinkedHashMap<>();
        session.children("slot", NAMESPACE)
                .forEach(slot -> slots.put(text(slot, "name"), slot.text()));
        @Nullable FrozenElement presence = session.child("presence", NAMESPACE);
        List<Sent> sent = new ArrayList<>();
        session.children("sent", NAMESPACE).forEach(one -> sent.add(sent(one)));
        return new SessionState(
                context,
                Duration.ofSeconds(number(session, "patience")),
                number(session, "handled"),
                number(session, "acknowledged"),
                number(session, "seen"),
                presence == null ? null : presence.childElements().getFirst(),
                slots,
                sent);
    }

    private static Sent sent(FrozenElement one) {
        List<FrozenElement> children = one.childElements();
        return new Sent(
                number(one, "id"),
                children.isEmpty() ? null : children.getFirst(),
                number(one, "at"));
    }

    private static String text(FrozenElement element, String attribute) {
        String text = element.attr(attribute);
        if (text == null) {
            throw new IllegalArgumentException("no " + attribute + " in " + element.localName());
        }
        return text;
    }

    private static long number(FrozenElement element, String attribute) {
        return Long.parseLong(text(element, attribute));
    }
}
