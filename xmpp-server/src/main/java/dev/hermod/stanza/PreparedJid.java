package dev.hermod.stanza;

import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// An address that is prepared already and remembers its text, which Tinder's builds anew for every
/// hash code.
final class PreparedJid extends JID {
    private final String text;

    PreparedJid(@Nullable String node, String domain, @Nullable String resource, String text) {
        super(node, domain, resource, true);
        this.text = text;
    }

    PreparedJid(@Nullable String node, String domain, @Nullable String resource) {
        this(node, domain, resource, join(node, domain, resource));
    }

    private static String join(@Nullable String node, String domain, @Nullable String resource) {
        String bare = node == null ? domain : node + "@" + domain;
        return resource == null ? bare : bare + "/" + resource;
    }

    /// True if this text is the address letter by letter.
    static boolean spells(
            String text, @Nullable String node, String domain, @Nullable String resource) {
        int domainAt = node == null ? 0 : node.length() + 1;
        return (node == null || text.startsWith(node))
                && text.startsWith(domain, domainAt)
                && (resource == null || text.startsWith(resource, domainAt + domain.length() + 1))
                && text.length()
                        == domainAt
                                + domain.length()
                                + (resource == null ? 0 : resource.length() + 1);
    }

    @Override
    public JID asBareJID() {
        return getResource() == null ? this : new PreparedJid(getNode(), getDomain(), null);
    }

    @Override
    public String toString() {
        return text;
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other);
    }
}
