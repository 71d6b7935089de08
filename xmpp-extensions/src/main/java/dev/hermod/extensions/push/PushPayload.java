package dev.hermod.extensions.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermod.extensions.push.PushServices.PushService;
import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Reads `<enable/>` and `<disable/>` (XEP-0357 5 and 6).
final class PushPayload {
    static final String NAMESPACE = "urn:xmpp:push:0";
    private static final String OPTIONS = "http://jabber.org/protocol/pubsub#publish-options";

    /// Bytes of a node's name, and of options.
    private static final int LONGEST_NODE = 1_023;

    private static final int MOST_OPTIONS = 8_192;

    private PushPayload() {}

    /// @param resource of the client that asks
    /// @throws StanzaException `bad-request` or `jid-malformed` for what names no service or has
    ///   options that are none, `not-acceptable` for what is too large
    static PushService service(FrozenElement enable, String resource) throws StanzaException {
        String node = node(enable);
        return new PushService(jid(enable), node == null ? "" : node, resource, options(enable));
    }

    /// The service that an element names.
    static JID jid(FrozenElement element) throws StanzaException {
        String text = element.attr("jid");
        if (text == null || text.isEmpty()) {
            throw new StanzaException(PacketError.Condition.bad_request, "no jid");
        }
        JID jid = Jids.parseOrNull(text);
        if (jid == null) {
            throw new StanzaException(PacketError.Condition.jid_malformed);
        }
        return jid;
    }

    /// The node that an element names, `null` for none.
    static @Nullable String node(FrozenElement element) throws StanzaException {
        String node = element.attr("node");
        if (node != null && node.getBytes(UTF_8).length > LONGEST_NODE) {
            throw new StanzaException(PacketError.Condition.not_acceptable, "node too long");
        }
        return node;
    }

    private static @Nullable String options(FrozenElement enable) throws StanzaException {
        FrozenElement x = enable.child("x", DataForms.NAMESPACE);
        if (x == null) {
            return null;
        }
        Form form = DataForms.parse(x);
        if (form.type() != Form.Type.SUBMIT || !OPTIONS.equals(form.formType())) {
            throw new StanzaException(
                    PacketError.Condition.bad_request, "the form has no publish-options");
        }
        String xml = x.asXML();
        if (xml.getBytes(UTF_8).length > MOST_OPTIONS) {
            throw new StanzaException(
                    PacketError.Condition.not_acceptable, "the options are too large");
        }
        return xml;
    }
}
