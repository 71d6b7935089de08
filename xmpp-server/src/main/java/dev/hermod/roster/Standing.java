package dev.hermod.roster;

import dev.hermod.storage.RosterItem;
import dev.hermod.storage.Subscription;
import org.jspecify.annotations.Nullable;

/// How an owner and a contact stand to each other: the nine states of RFC 6121 A.1 and whether the
/// owner approved the contact in advance (3.4).
///
/// @param to the owner receives the contact's presence
/// @param from the contact receives the owner's presence
/// @param pendingOut the owner asked and was not answered
/// @param pendingIn the contact asked and was not answered
record Standing(boolean to, boolean from, boolean pendingOut, boolean pendingIn, boolean approved) {
    static final Standing NONE = new Standing(false, false, false, false, false);

    /// A request that was granted is not pending, whatever is stored.
    Standing {
        pendingOut &= !to;
        pendingIn &= !from;
    }

    static Standing of(@Nullable RosterItem item) {
        return item == null
                ? NONE
                : new Standing(
                        item.subscription().to(),
                        item.subscription().from(),
                        item.ask(),
                        item.pendingIn(),
                        item.approved());
    }

    Subscription subscription() {
        return Subscription.of(to, from);
    }

    /// Anything but a request of the contact's: only then is the contact in the owner's roster (RFC
    /// 6121 3.1.3).
    boolean warrantsItem() {
        return to || from || pendingOut || approved;
    }

    Standing withTo(boolean granted) {
        return new Standing(granted, from, false, pendingIn, approved);
    }

    Standing withFrom(boolean granted) {
        return new Standing(to, granted, pendingOut, false, approved);
    }

    Standing withPendingOut() {
        return new Standing(to, from, true, pendingIn, approved);
    }

    Standing withPendingIn() {
        return new Standing(to, from, pendingOut, true, approved);
    }

    Standing withApproved(boolean inAdvance) {
        return new Standing(to, from, pendingOut, pendingIn, inAdvance);
    }
}
