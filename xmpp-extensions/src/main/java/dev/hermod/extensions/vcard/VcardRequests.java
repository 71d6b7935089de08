package dev.hermod.extensions.vcard;

import dev.hermod.config.VcardAccess;
import dev.hermod.feature.AccountState;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.Services;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Answers requests for vCards: one's own, and those of others. Those of others that do not exist,
/// or that may not be read, look like accounts that do not exist (XEP-0054 3.3).
final class VcardRequests {
    private final Services services;
    private final AccountState<AccountPhoto> photos;
    private final PhotoPresence presence;
    private final List<VcardFeature.Change> changes;

    VcardRequests(
            Services services,
            AccountState<AccountPhoto> photos,
            PhotoPresence presence,
            List<VcardFeature.Change> changes) {
        this.services = services;
        this.photos = photos;
        this.presence = presence;
        this.changes = changes;
    }

    /// XEP-0054 3.1.
    IQ own(IqRequest request) throws StanzaException {
        return read(request, Jids.bare(request.from()), PacketError.Condition.item_not_found);
    }

    /// XEP-0054 3.3.
    IQ others(IqRequest request) throws StanzaException {
        if (!mayRead(Jids.bare(request.from()), request.to())) {
            throw new StanzaException(PacketError.Condition.service_unavailable);
        }
        return read(request, request.to(), PacketError.Condition.service_unavailable);
    }

    private IQ read(IqRequest request, JID owner, PacketError.Condition none)
            throws StanzaException {
        String xml = vcards().find(owner).orElseThrow(() -> new StanzaException(none));
        return request.result(VcardPayload.stored(xml));
    }

    private boolean mayRead(JID asker, JID owner) {
        return services.config().vcards() == VcardAccess.PUBLIC
                || services.storage()
                        .rosters()
                        .find(owner, asker)
                        .filter(item -> item.subscription().from())
                        .isPresent();
    }

    /// XEP-0054 3.2.
    IQ set(IqRequest request) throws StanzaException {
        VcardPayload.Checked vcard = checked(request.payload());
        OnlineAccount account = request.localSession().account();
        AccountPhoto photo = account.state(photos);
        photo.exclusively(() -> {
            if (!vcards().store(account.address(), vcard.xml(), vcard.photo())) {
                throw new StanzaException(PacketError.Condition.service_unavailable);
            }
            if (!Objects.equals(photo.digest(), vcard.photo())) {
                photo.digest(vcard.photo());
                presence.announce(account);
            }
            changes.forEach(change -> change.changed(account.address(), request.payload()));
        });
        return request.result();
    }

    /// Another picture in the vCard there is, or in a new one; nothing when it is the same.
    void photo(JID owner, @Nullable FrozenElement photo) throws StanzaException {
        FrozenElement before = present(owner);
        FrozenElement without =
                before.withoutChildren(child -> child.is("PHOTO", VcardPayload.NAMESPACE));
        FrozenElement now = photo == null ? without : without.withChild(photo);
        VcardPayload.Checked vcard = checked(now);
        if (!Objects.equals(VcardPayload.photo(before), vcard.photo())) {
            store(owner, before, vcard);
        }
    }

    /// The same for all of it; others than who changes it are told.
    void rewrite(JID owner, VcardFeature.Change by, UnaryOperator<FrozenElement> change)
            throws StanzaException {
        FrozenElement before = present(owner);
        FrozenElement now = change.apply(before);
        if (!now.equals(before) && store(owner, before, checked(now))) {
            changes.stream()
                    .filter(each -> !each.equals(by))
                    .forEach(each -> each.changed(owner, now));
        }
    }

    private FrozenElement present(JID owner) {
        return vcards().find(owner)
                .map(VcardPayload::stored)
                .orElseGet(() ->
                        FrozenElement.named(VcardPayload.NAME, VcardPayload.NAMESPACE).build());
    }

    private VcardPayload.Checked checked(FrozenElement vcard) throws StanzaException {
        return VcardPayload.check(vcard, services.config().limits().vcardBytes());
    }

    private boolean store(JID owner, FrozenElement before, VcardPayload.Checked vcard) {
        if (!vcards().store(owner, vcard.xml(), vcard.photo())) {
            return false;
        }
        OnlineAccount account = services.sessions().account(owner);
        if (account != null && !Objects.equals(VcardPayload.photo(before), vcard.photo())) {
            account.state(photos).digest(vcard.photo());
            presence.announce(account);
        }
        return true;
    }

    private Vcards vcards() {
        return services.storage().port(Vcards.class);
    }
}
