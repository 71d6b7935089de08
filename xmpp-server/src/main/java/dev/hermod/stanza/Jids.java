package dev.hermod.stanza;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Makes addresses out of text, prepared as RFC 6122 says (nodeprep, nameprep, resourceprep).
///
/// Tinder's own preparation takes half a millisecond for an address it has not seen, which is a
/// denial of service by itself. ASCII takes a path of its own here, the rest goes through ICU; the
/// outcome is the same.
public final class Jids {
    private static final int LONGEST = 3 * JidParts.LONGEST + 2;
    private static final int CACHED_CHARS = 1_000_000;

    // Shared by all on purpose: a bounded memory of a pure function, for text that is not ASCII.
    private static final Cache<String, JID> PREPARED =
            Caffeine.newBuilder()
                    .maximumWeight(CACHED_CHARS)
                    .weigher((String text, JID jid) -> 64 + text.length())
                    .build();

    private Jids() {}

    /// The address that this text is, prepared.
    public static JID parse(String text) throws InvalidJidException {
        if (text.length() > LONGEST) {
            throw new InvalidJidException("address too long");
        }
        if (JidParts.isAscii(text)) {
            return split(text);
        }
        JID known = PREPARED.getIfPresent(text);
        if (known == null) {
            known = split(text);
            PREPARED.put(text, known);
        }
        return known;
    }

    /// The address that this text is, or null if it is none.
    public static @Nullable JID parseOrNull(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return parse(text);
        } catch (InvalidJidException e) {
            return null;
        }
    }

    /// The address of these parts, prepared.
    public static JID of(@Nullable String node, String domain, @Nullable String resource)
            throws InvalidJidException {
        return new PreparedJid(
                node == null ? null : JidParts.node(node),
                JidParts.domain(domain),
                resource == null ? null : JidParts.resource(resource));
    }

    /// The address that this text is, which was prepared before and comes from where only prepared
    /// ones are kept.
    ///
    /// @throws IllegalArgumentException if it cannot be one
    public static JID prepared(String text) {
        JID jid = new JID(text, true);
        return new PreparedJid(jid.getNode(), jid.getDomain(), jid.getResource(), text);
    }

    /// The address without its resource.
    public static JID bare(JID jid) {
        return jid.getResource() == null
                ? jid
                : new PreparedJid(jid.getNode(), jid.getDomain(), null);
    }

    /// The address with this resource in place of its own.
    public static JID full(JID jid, String resource) throws InvalidJidException {
        return new PreparedJid(jid.getNode(), jid.getDomain(), JidParts.resource(resource));
    }

    /// The address of the domain that this address is at.
    public static JID domain(JID jid) {
        return new PreparedJid(null, jid.getDomain(), null, jid.getDomain());
    }

    private static JID split(String text) throws InvalidJidException {
        int slash = text.indexOf('/');
        int end = slash < 0 ? text.length() : slash;
        int at = text.indexOf('@');
        if (at > end) {
            at = -1;
        }
        String node = at < 0 ? null : JidParts.node(text.substring(0, at));
        String domain = JidParts.domain(text.substring(at + 1, end));
        String resource = slash < 0 ? null : JidParts.resource(text.substring(slash + 1));
        return PreparedJid.spells(text, node, domain, resource)
                ? new PreparedJid(node, domain, resource, text)
                : new PreparedJid(node, domain, resource);
    }
}
