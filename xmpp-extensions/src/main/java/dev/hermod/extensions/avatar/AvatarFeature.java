package dev.hermod.extensions.avatar;

import dev.hermod.extensions.avatar.AvatarPayload.Photo;
import dev.hermod.extensions.avatar.AvatarPayload.Picture;
import dev.hermod.extensions.pubsub.NodeHook;
import dev.hermod.extensions.pubsub.PersonalNodes;
import dev.hermod.extensions.pubsub.PersonalNodes.NodeItem;
import dev.hermod.extensions.vcard.VcardFeature;
import dev.hermod.extensions.vcard.VcardPayload;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.Xep;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/// Puts pictures that clients publish by personal eventing into vCards, and those of vCards into
/// personal eventing. A picture that not everybody may see does not get into the vCard, which
/// everybody sees.
@Xep(
        number = 398,
        title = "User Avatar to vCard-Based Avatars Conversion",
        version = "1.0.0",
        note = "In both directions; only pictures that are open to all get into vCards.")
@Xep(number = 84, title = "User Avatar", version = "1.1.4")
public final class AvatarFeature implements Feature {
    private static final Logger log = LoggerFactory.getLogger(AvatarFeature.class);
    private static final JID STRANGER = new JID(null, "invalid", null);

    private final PersonalNodes nodes;
    private final VcardFeature vcards;

    /// Between these.
    ///
    /// @param nodes has pictures as XEP-0084 knows them
    /// @param vcards has them as XEP-0153 knows them
    public AvatarFeature(PersonalNodes nodes, VcardFeature vcards) {
        this.nodes = nodes;
        this.vcards = vcards;
    }

    @Override
    public void install(Installation on) {
        on.advertise(DiscoTarget.ACCOUNT, "urn:xmpp:pep-vcard-conversion:0");
        vcards.onChange(this::publish);
        nodes.onChange(
                AvatarPayload.METADATA,
                new NodeHook() {
                    @Override
                    public void published(JID account, String node, List<NodeItem> items) {
                        FrozenElement metadata = items.getLast().payload();
                        if (metadata != null) {
                            intoVcard(account, metadata);
                        }
                    }
                });
    }

    /// XEP-0398 3.1.
    private void intoVcard(JID account, FrozenElement metadata) {
        Optional<Picture> info = AvatarPayload.info(metadata);
        try {
            if (metadata.childElements().isEmpty()) {
                vcards.photo(account, null);
            } else if (info.isPresent() && nodes.readable(account, AvatarPayload.DATA, STRANGER)) {
                Optional<FrozenElement> data =
                        nodes.item(account, AvatarPayload.DATA, info.get().id())
                                .flatMap(item -> Optional.ofNullable(item.payload()));
                if (data.isPresent()) {
                    vcards.photo(account, AvatarPayload.photo(info.get(), data.get()));
                }
            }
        } catch (StanzaException e) {
            log.info("the picture of {} is not in its vCard: {}", account, e.getMessage());
        }
    }

    /// XEP-0398 3.2.
    private void publish(JID owner, FrozenElement vcard) {
        Optional<Photo> photo = AvatarPayload.photo(vcard);
        String digest = VcardPayload.photo(vcard);
        if (photo.isEmpty() || digest == null || digest.equals(published(owner))) {
            return;
        }
        try {
            nodes.publish(owner, AvatarPayload.DATA, digest, AvatarPayload.data(photo.get()));
            nodes.publish(
                    owner,
                    AvatarPayload.METADATA,
                    digest,
                    AvatarPayload.metadata(digest, photo.get()));
        } catch (StanzaException e) {
            log.info("the picture of {} is in its vCard only: {}", owner, e.getMessage());
        }
    }

    private String published(JID owner) {
        return nodes.newest(owner, AvatarPayload.METADATA, 1).stream()
                .flatMap(item -> Optional.ofNullable(item.payload()).stream())
                .flatMap(metadata -> AvatarPayload.info(metadata).stream())
                .map(Picture::id)
                .findFirst()
                .orElse("");
    }
}
