package dev.hermod.extensions.vcard;

import dev.hermod.feature.AccountState;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.Services;
import dev.hermod.feature.SlotText;
import dev.hermod.feature.Xep;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// The vCards of accounts, and the digests of their pictures in presence.
@Xep(
        number = 54,
        title = "vcard-temp",
        version = "1.3.0",
        note = "Of accounts and rooms; `vcards` says who may read those of accounts.")
@Xep(
        number = 153,
        title = "vCard-Based Avatars",
        version = "1.1.1",
        note = "The server adds the digest to presence, as XEP-0398 has it.")
public final class VcardFeature implements Feature {
    private final List<Change> changes = new CopyOnWriteArrayList<>();
    private @Nullable VcardRequests requests;

    /// Hears of vCards that their owners have set; on a virtual thread, in the order of an owner's
    /// changes.
    @FunctionalInterface
    public interface Change {
        /// The owner has another one.
        ///
        /// @param vcard empty when there is none any more
        void changed(JID owner, FrozenElement vcard);
    }

    /// Somebody who wants to hear, from now on.
    public void onChange(Change change) {
        changes.add(change);
    }

    /// Puts another picture into the vCard of an account, or takes it away; blocks.
    ///
    /// @param photo `null` for none
    /// @throws StanzaException when the vCard then is not one that the owner could have set
    public void photo(JID owner, @Nullable FrozenElement photo) throws StanzaException {
        Objects.requireNonNull(requests, "the feature is not installed").photo(owner, photo);
    }

    /// Changes the vCard of an account as its owner would have; nothing happens where the change
    /// makes none. Blocks.
    ///
    /// @param by hears nothing of it, unlike everybody else who wants to hear of changes
    /// @throws StanzaException when the vCard then is not one that the owner could have set
    public void rewrite(JID owner, Change by, UnaryOperator<FrozenElement> change)
            throws StanzaException {
        Objects.requireNonNull(requests, "the feature is not installed").rewrite(owner, by, change);
    }

    @Override
    public void install(Installation on) {
        Services services = on.services();
        AccountState<AccountPhoto> photos =
                on.accountState(owner ->
                        new AccountPhoto(
                                services.storage().port(Vcards.class).photo(owner).orElse(null)));
        PhotoPresence presence =
                new PhotoPresence(
                        photos, on.sessionSlot(Boolean.class, SlotText.flag("no-photo-wanted")));
        on.onOwnPresence(presence);
        on.portable(new PortableVcard(services));
        VcardRequests requests = new VcardRequests(services, photos, presence, changes);
        this.requests = requests;
        String namespace = VcardPayload.NAMESPACE;
        String name = VcardPayload.NAME;
        on.advertise(DiscoTarget.SERVER, namespace);
        on.advertise(DiscoTarget.ACCOUNT, namespace);
        on.onIqBlocking(IqScope.OWN_ACCOUNT, IQ.Type.get, namespace, name, requests::own);
        on.onIqBlocking(IqScope.OWN_ACCOUNT, IQ.Type.set, namespace, name, requests::set);
        on.onIqBlocking(IqScope.ANY_ACCOUNT, IQ.Type.get, namespace, name, requests::others);
        on.onIq(IqScope.ANY_ACCOUNT, IQ.Type.set, namespace, name, VcardFeature::refuse);
    }

    /// Of an account that does not exist just the same.
    private static IQ refuse(IqRequest request) throws StanzaException {
        throw new StanzaException(PacketError.Condition.forbidden);
    }
}
