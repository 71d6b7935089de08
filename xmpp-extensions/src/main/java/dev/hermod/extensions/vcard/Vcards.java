package dev.hermod.extensions.vcard;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Storage of vCards, by the owner's bare JID. All methods block.
public interface Vcards {
    /// The vCard as XML; empty also where there is no such account.
    Optional<String> find(JID owner);

    /// The digest of the picture in it, without reading it.
    Optional<String> photo(JID owner);

    /// Stores it in place of the one before; `false` when there is no such account.
    ///
    /// @param xml `null` for none
    /// @param photo the digest of its picture, `null` where it has none
    boolean store(JID owner, @Nullable String xml, @Nullable String photo);
}
