package dev.hermod.extensions.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.PacketError;

/// Reads vCards (XEP-0054), of accounts and of rooms, and the pictures in them.
public final class VcardPayload {
    public static final String NAMESPACE = "vcard-temp";
    public static final String NAME = "vCard";

    /// All of the same picture (XEP-0486 5.1).
    private static final int MOST_PHOTOS = 10;

    private VcardPayload() {}

    /// A vCard that may be stored as it is.
    ///
    /// @param xml `null` for an empty one, which is none
    /// @param photos digests of the picture, one for each of its forms, in the vCard's order
    public record Checked(@Nullable String xml, List<String> photos) {
        public Checked {
            photos = List.copyOf(photos);
        }

        /// The digest of the picture, `null` where there is none.
        public @Nullable String photo() {
            return photos.isEmpty() ? null : photos.getFirst();
        }
    }

    /// A vCard that came from a client.
    ///
    /// @param mostBytes of the whole, as UTF-8
    /// @throws StanzaException `not-acceptable` for one that is too large or whose picture is none
    public static Checked check(FrozenElement vcard, int mostBytes) throws StanzaException {
        String xml = ElementWriter.toXml(vcard);
        if (xml.getBytes(UTF_8).length > mostBytes) {
            throw new StanzaException(
                    PacketError.Condition.not_acceptable, "at most " + mostBytes + " bytes");
        }
        return new Checked(vcard.childElements().isEmpty() ? null : xml, digests(vcard));
    }

    /// The digest of the picture of a vCard, `null` where it has none or what is no picture.
    public static @Nullable String photo(FrozenElement vcard) {
        try {
            List<String> digests = digests(vcard);
            return digests.isEmpty() ? null : digests.getFirst();
        } catch (StanzaException e) {
            return null;
        }
    }

    /// A vCard that was stored.
    public static FrozenElement stored(String xml) {
        try {
            return ElementReader.parse(xml);
        } catch (XmlStreamException e) {
            throw new IllegalStateException("a stored vCard cannot be read", e);
        }
    }

    /// Of each form of the picture: SHA-1 of its bytes in lower-case hexadecimal digits (XEP-0153
    /// 3.1).
    private static List<String> digests(FrozenElement vcard) throws StanzaException {
        List<FrozenElement> photos = vcard.children("PHOTO", NAMESPACE);
        if (photos.size() > MOST_PHOTOS) {
            throw new StanzaException(
                    PacketError.Condition.not_acceptable, "at most " + MOST_PHOTOS + " photos");
        }
        List<String> digests = new ArrayList<>();
        for (FrozenElement photo : photos) {
            FrozenElement data = photo.child("BINVAL", NAMESPACE);
            if (data != null && !data.text().isBlank()) {
                digests.add(digest(data.text()));
            }
        }
        return digests;
    }

    /// White space inside is ignored (XEP-0153 4.6).
    private static String digest(String base64) throws StanzaException {
        try {
            byte[] picture = Base64.getMimeDecoder().decode(base64.strip());
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(picture));
        } catch (IllegalArgumentException e) {
            throw new StanzaException(
                    PacketError.Condition.not_acceptable, "a photo is not Base64");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
