package dev.hermod.stanza;

import dev.hermod.xml.FrozenElement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/// Makes stanzas: of elements, of other stanzas, and of Tinder's drafts. All that come from here
/// are frozen.
///
/// Inside the server every stanza is in `jabber:client`; streams with another content namespace
/// translate where they write, and [#read] where they read.
public final class Stanzas {
    /// The content namespace of every stanza in the server.
    public static final String CLIENT = "jabber:client";

    /// The namespace of the conditions of stanza errors (RFC 6120 section 8.3.3).
    public static final String ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";

    private Stanzas() {}

    /// True if this first-level element is a message, a presence or an iq in one of the content
    /// namespaces.
    public static boolean isStanza(FrozenElement root) {
        return switch (root.namespace()) {
            case CLIENT, "jabber:server", "jabber:component:accept" ->
                    switch (root.localName()) {
                        case "message", "presence", "iq" -> true;
                        default -> false;
                    };
            default -> false;
        };
    }

    /// A stanza as it came from a peer, its addresses prepared.
    ///
    /// @param from who sent it as we know, in place of what it says; null to believe what it says
    /// @param streamLang put on messages and presences that name no language of their own (RFC 6120
    ///   section 8.1.5)
    /// @throws StanzaException `jid-malformed` if an address is none
    /// @throws IllegalArgumentException if it is no stanza
    public static Packet read(FrozenElement root, @Nullable JID from, @Nullable String streamLang)
            throws StanzaException {
        FrozenElement own =
                root.namespace().equals(CLIENT) ? root : root.rescoped(root.namespace(), CLIENT);
        JID to = address(own.attr("to"));
        JID sender = from == null ? address(own.attr("from")) : from;
        FrozenElement stamped = own.addressed(textOf(sender), textOf(to));
        boolean speaks = streamLang != null && !own.localName().equals("iq") && own.lang() == null;
        return packet(speaks ? stamped.withLang(streamLang) : stamped, sender, to);
    }

    private static @Nullable JID address(@Nullable String text) throws StanzaException {
        if (text == null) {
            return null;
        }
        try {
            return Jids.parse(text);
        } catch (InvalidJidException e) {
            throw new StanzaException(
                    PacketError.Condition.jid_malformed, null, e.getMessage(), null);
        }
    }

    private static @Nullable String textOf(@Nullable JID jid) {
        return jid == null ? null : jid.toString();
    }

    private static Packet packet(FrozenElement root, @Nullable JID from, @Nullable JID to) {
        return switch (root.localName()) {
            case "message" -> new FrozenMessage(root, from, to);
            case "presence" -> new FrozenPresence(root, from, to);
            case "iq" -> new FrozenIq(root, from, to);
            default -> throw new IllegalArgumentException("not a stanza: " + root.localName());
        };
    }

    /// The root of a stanza, frozen.
    public static FrozenElement element(Packet packet) {
        return FrozenElement.of(packet.getElement(), CLIENT);
    }

    /// The stanza as a child of something else, such as `<forwarded/>` (XEP-0297): it keeps its
    /// namespace.
    public static FrozenElement embed(Packet packet) {
        return element(packet);
    }

    /// The message that this root is, whose addresses are prepared.
    public static FrozenMessage message(FrozenElement root) {
        return new FrozenMessage(
                require(root, "message"), prepared(root, "from"), prepared(root, "to"));
    }

    /// The presence that this root is, whose addresses are prepared.
    public static FrozenPresence presence(FrozenElement root) {
        return new FrozenPresence(
                require(root, "presence"), prepared(root, "from"), prepared(root, "to"));
    }

    /// The iq that this root is, whose addresses are prepared.
    public static FrozenIq iq(FrozenElement root) {
        return new FrozenIq(require(root, "iq"), prepared(root, "from"), prepared(root, "to"));
    }

    /// The stanza that this root is, whose addresses are prepared, such as one that was stored.
    public static Packet stanza(FrozenElement root) {
        return packet(root, prepared(root, "from"), prepared(root, "to"));
    }

    private static FrozenElement require(FrozenElement root, String name) {
        if (!root.is(name, CLIENT)) {
            throw new IllegalArgumentException("not a " + name + " in jabber:client");
        }
        return root;
    }

    private static @Nullable JID prepared(FrozenElement root, String attribute) {
        String text = root.attr(attribute);
        return text == null || text.isEmpty() ? null : Jids.prepared(text);
    }

    /// The same stanza between others; the content is shared.
    public static FrozenMessage readdressed(Message stanza, @Nullable JID from, @Nullable JID to) {
        return new FrozenMessage(element(stanza).addressed(textOf(from), textOf(to)), from, to);
    }

    /// The same stanza between others; the content is shared.
    public static FrozenPresence readdressed(
            Presence stanza, @Nullable JID from, @Nullable JID to) {
        return new FrozenPresence(element(stanza).addressed(textOf(from), textOf(to)), from, to);
    }

    /// The same stanza between others; the content is shared.
    public static FrozenIq readdressed(IQ stanza, @Nullable JID from, @Nullable JID to) {
        return new FrozenIq(element(stanza).addressed(textOf(from), textOf(to)), from, to);
    }

    /// The same stanza between others; the content is shared.
    public static Packet readdressed(Packet stanza, @Nullable JID from, @Nullable JID to) {
        return packet(element(stanza).addressed(textOf(from), textOf(to)), from, to);
    }

    /// A draft made with plain Tinder, frozen; a frozen stanza is given back as it is.
    public static FrozenMessage freeze(Message draft) {
        return draft instanceof FrozenMessage frozen
                ? frozen
                : new FrozenMessage(element(draft), draft.getFrom(), draft.getTo());
    }

    /// A draft made with plain Tinder, frozen; a frozen stanza is given back as it is.
    public static FrozenPresence freeze(Presence draft) {
        return draft instanceof FrozenPresence frozen
                ? frozen
                : new FrozenPresence(element(draft), draft.getFrom(), draft.getTo());
    }

    /// A draft made with plain Tinder, frozen; a frozen stanza is given back as it is.
    public static FrozenIq freeze(IQ draft) {
        return draft instanceof FrozenIq frozen
                ? frozen
                : new FrozenIq(element(draft), draft.getFrom(), draft.getTo());
    }

    /// A draft made with plain Tinder, frozen; a frozen stanza is given back as it is.
    public static Packet freeze(Packet draft) {
        return draft instanceof FrozenStanza
                ? draft
                : packet(element(draft), draft.getFrom(), draft.getTo());
    }

    /// The empty answer that all went well.
    public static FrozenIq result(IQ request) {
        return result(request, null);
    }

    /// The answer to a request, with what was asked for.
    public static FrozenIq result(IQ request, @Nullable FrozenElement payload) {
        return request(
                IQ.Type.result, request.getFrom(), request.getTo(), request.getID(), payload);
    }

    /// A request to do something.
    public static FrozenIq iqSet(
            @Nullable JID to, @Nullable JID from, String id, FrozenElement payload) {
        return request(IQ.Type.set, to, from, id, payload);
    }

    /// A request to tell something.
    public static FrozenIq iqGet(
            @Nullable JID to, @Nullable JID from, String id, FrozenElement payload) {
        return request(IQ.Type.get, to, from, id, payload);
    }

    private static FrozenIq request(
            IQ.Type type,
            @Nullable JID to,
            @Nullable JID from,
            @Nullable String id,
            @Nullable FrozenElement payload) {
        FrozenElement root =
                FrozenElement.named("iq", CLIENT)
                        .attribute("type", type.name())
                        .attribute("id", id)
                        .attribute("to", textOf(to))
                        .attribute("from", textOf(from))
                        .child(payload)
                        .build();
        return new FrozenIq(root, from, to);
    }

    /// The one child of an iq, or null if it has none or more (RFC 6120 section 8.2.3).
    public static @Nullable FrozenElement payload(IQ iq) {
        List<FrozenElement> children = element(iq).childElements();
        return children.size() == 1 ? children.getFirst() : null;
    }

    /// The answer that a stanza was refused; see [StanzaErrors].
    public static Packet error(Packet stanza, PacketError.Condition condition) {
        return error(stanza, new StanzaException(condition));
    }

    /// The answer that a stanza was refused; see [StanzaErrors].
    ///
    /// @param type null for the one RFC 6120 gives the condition
    public static Packet error(
            Packet stanza,
            PacketError.Condition condition,
            PacketError.@Nullable Type type,
            @Nullable String text) {
        return error(stanza, new StanzaException(condition, type, text, null));
    }

    /// The answer that a stanza was refused; see [StanzaErrors].
    public static Packet error(Packet stanza, StanzaException refusal) {
        JID sender = stanza.getFrom();
        JID recipient = stanza.getTo();
        FrozenElement root = StanzaErrors.answer(element(stanza), refusal);
        return packet(root.addressed(textOf(recipient), textOf(sender)), recipient, sender);
    }

    /// The answer to a stanza that could not even be read, since an address in it is none.
    public static Packet error(FrozenElement root, @Nullable JID sender, StanzaException refusal) {
        FrozenElement own =
                root.namespace().equals(CLIENT) ? root : root.rescoped(root.namespace(), CLIENT);
        FrozenElement answer = StanzaErrors.answer(own, refusal);
        return packet(answer.addressed(null, textOf(sender)), null, sender);
    }

    /// True if a refusal of this stanza may be answered at all: never errors, nor results (RFC 6120
    /// section 8.3.1).
    public static boolean isAnswerable(Packet stanza) {
        String type = element(stanza).attr("type");
        return !"error".equals(type) && !(stanza instanceof IQ && "result".equals(type));
    }
}
