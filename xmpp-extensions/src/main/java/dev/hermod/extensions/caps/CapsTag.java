package dev.hermod.extensions.caps;

import dev.hermod.xml.FrozenElement;
import java.util.Optional;

/// What `<c/>` says of an entity (XEP-0115 4).
///
/// @param hash name of the hash function, as in the IANA registry
/// @param node which software it is
/// @param ver the verification string
record CapsTag(String hash, String node, String ver) {
    static final String NAMESPACE = "http://jabber.org/protocol/caps";

    // Base64 of SHA-512 has 88 characters; nodes are the addresses of projects.
    private static final int LONGEST_HASH = 32;
    private static final int LONGEST_NODE = 512;
    private static final int LONGEST_VER = 128;

    /// The tag in a presence stanza. Empty without one, and for one in the legacy format, which
    /// nobody can verify (XEP-0115 11).
    static Optional<CapsTag> in(FrozenElement presence) {
        FrozenElement c = presence.child("c", NAMESPACE);
        if (c == null) {
            return Optional.empty();
        }
        String hash = c.attr("hash");
        String node = c.attr("node");
        String ver = c.attr("ver");
        if (hash == null || node == null || ver == null) {
            return Optional.empty();
        }
        boolean fits =
                hash.length() <= LONGEST_HASH
                        && node.length() <= LONGEST_NODE
                        && ver.length() <= LONGEST_VER;
        return fits ? Optional.of(new CapsTag(hash, node, ver)) : Optional.empty();
    }

    /// The disco node to ask for (XEP-0115 6.2).
    String discoNode() {
        return node + "#" + ver;
    }

    FrozenElement element() {
        return FrozenElement.named("c", NAMESPACE)
                .attribute("hash", hash)
                .attribute("node", node)
                .attribute("ver", ver)
                .build();
    }
}
