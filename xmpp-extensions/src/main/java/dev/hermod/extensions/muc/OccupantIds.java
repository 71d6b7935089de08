package dev.hermod.extensions.muc;

import dev.hermod.stanza.Jids;
import dev.hermod.xml.FrozenElement;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.xmpp.packet.JID;

/// By what the others know an occupant again, whatever nick it has, without learning who it is
/// (XEP-0421): a keyed digest of its bare JID, with a key that is the room's alone and lasts as
/// long as the room.
final class OccupantIds {
    private static final String MAC = "HmacSHA256";
    private static final int BYTES = 24;

    private OccupantIds() {}

    /// @param secret of the room, as hex
    static String of(String secret, JID person) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(secret), MAC));
            byte[] digest =
                    mac.doFinal(Jids.bare(person).toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }

    static FrozenElement element(String id) {
        return FrozenElement.named("occupant-id", Muc.OCCUPANT_IDS).attribute("id", id).build();
    }
}
