package dev.hermod.extensions.avatar;

import dev.hermod.extensions.vcard.VcardPayload;
import dev.hermod.xml.FrozenElement;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Pictures in personal eventing (XEP-0084) and in vCards.
final class AvatarPayload {
    static final String DATA = "urn:xmpp:avatar:data";
    static final String METADATA = "urn:xmpp:avatar:metadata";

    private AvatarPayload() {}

    /// What a picture is, in short.
    ///
    /// @param id SHA-1 of its bytes
    record Picture(String id, @Nullable String type) {}

    /// The form of a picture that is here and not somewhere else (XEP-0398 3.1).
    static Optional<Picture> info(FrozenElement metadata) {
        return metadata.children("info", METADATA).stream()
                .filter(info -> info.attr("url") == null && info.attr("id") != null)
                .map(info -> new Picture(String.valueOf(info.attr("id")), info.attr("type")))
                .findFirst();
    }

    static FrozenElement photo(Picture info, FrozenElement data) {
        return FrozenElement.named("PHOTO", VcardPayload.NAMESPACE)
                .child(text("TYPE", info.type()))
                .child(text("BINVAL", data.text().strip()))
                .build();
    }

    private static @Nullable FrozenElement text(String name, @Nullable String text) {
        return text == null
                ? null
                : FrozenElement.named(name, VcardPayload.NAMESPACE).text(text).build();
    }

    /// The picture of a vCard.
    ///
    /// @param base64 without white space
    /// @param size in bytes
    record Photo(String base64, int size, @Nullable String type) {}

    static Optional<Photo> photo(FrozenElement vcard) {
        FrozenElement photo = vcard.child("PHOTO", VcardPayload.NAMESPACE);
        FrozenElement binary = photo == null ? null : photo.child("BINVAL", VcardPayload.NAMESPACE);
        FrozenElement type = photo == null ? null : photo.child("TYPE", VcardPayload.NAMESPACE);
        if (binary == null || binary.text().isBlank()) {
            return Optional.empty();
        }
        byte[] bytes = Base64.getMimeDecoder().decode(binary.text().strip());
        return Optional.of(
                new Photo(
                        Base64.getEncoder().encodeToString(bytes),
                        bytes.length,
                        type == null ? null : type.text().strip()));
    }

    static FrozenElement data(Photo photo) {
        return FrozenElement.named("data", DATA).text(photo.base64()).build();
    }

    static FrozenElement metadata(String id, Photo photo) {
        return FrozenElement.named("metadata", METADATA)
                .child(
                        FrozenElement.named("info", METADATA)
                                .attribute("id", id)
                                .attribute("bytes", Integer.toString(photo.size()))
                                .attribute(
                                        "type", photo.type() == null ? "image/png" : photo.type())
                                .build())
                .build();
    }
}
