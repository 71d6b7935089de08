package dev.hermod.roster;

import dev.hermod.feature.Contacts;
import dev.hermod.storage.Roster;
import dev.hermod.storage.RosterChange;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.StorageUnavailableException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// The roster of an online account, kept in memory so that event loops can ask it without waiting.
/// All addresses are bare JIDs.
public final class RosterView implements Contacts {
    private static final long PATIENCE_SECONDS = 30;

    private final ReentrantLock turn = new ReentrantLock();
    private volatile RosterSnapshot snapshot = RosterSnapshot.EMPTY;

    RosterView() {}

    /// The contact as the owner sees it, `null` when it is not in the roster.
    @Override
    public @Nullable RosterItem item(JID contact) {
        RosterItem item = snapshot.item(contact);
        return item != null && item.listed() ? item : null;
    }

    /// Whether the contact receives the owner's presence.
    @Override
    public boolean from(JID contact) {
        RosterItem item = snapshot.item(contact);
        return item != null && item.subscription().from();
    }

    /// Whether the owner receives the contact's presence.
    @Override
    public boolean to(JID contact) {
        RosterItem item = snapshot.item(contact);
        return item != null && item.subscription().to();
    }

    /// Who receives the owner's presence.
    @Override
    public List<JID> subscribers() {
        return contacts(item -> item.subscription().from());
    }

    /// Whose presence the owner receives.
    @Override
    public List<JID> subscriptions() {
        return contacts(item -> item.subscription().to());
    }

    @Override
    public List<JID> all() {
        return contacts(RosterItem::listed);
    }

    @Override
    public List<JID> inGroup(String group) {
        return contacts(item -> item.listed() && item.groups().contains(group));
    }

    /// Who has not answered the owner's request yet.
    public List<JID> requested() {
        return contacts(RosterItem::ask);
    }

    /// The whole roster without what is only a contact's request.
    public Roster roster() {
        RosterSnapshot now = snapshot;
        return new Roster(now.version(), now.items().filter(RosterItem::listed).toList());
    }

    /// Whether there is anything about the contact, if only its request.
    boolean knows(JID contact) {
        return snapshot.item(contact) != null;
    }

    /// How many contacts wait for the owner's answer.
    int requests() {
        return (int) snapshot.items().filter(RosterItem::pendingIn).count();
    }

    /// Contacts and former contacts that are held in memory.
    int remembered() {
        return snapshot.entries().size();
    }

    void loaded(Roster roster) {
        exclusively(() -> snapshot = snapshot.with(roster));
    }

    /// Takes a change over unless a newer one of this contact came first.
    ///
    /// @return whether the owner sees the difference
    boolean apply(RosterChange change) {
        return exclusively(() -> {
            if (!snapshot.lacks(change)) {
                return false;
            }
            RosterItem before = item(change.contact());
            snapshot = snapshot.with(change);
            RosterItem after = item(change.contact());
            return !looksTheSame(before, after);
        });
    }

    /// Runs a step that no other change of this roster may interleave with; on virtual threads
    /// only.
    ///
    /// @throws StorageUnavailableException when others have been at it for too long
    <T> T exclusively(Supplier<T> step) {
        try {
            if (!turn.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new StorageUnavailableException("a roster is busy for too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageUnavailableException("interrupted while a roster was busy", e);
        }
        try {
            return step.get();
        } finally {
            turn.unlock();
        }
    }

    private List<JID> contacts(Predicate<RosterItem> which) {
        return snapshot.items().filter(which).map(RosterItem::contact).toList();
    }

    private static boolean looksTheSame(@Nullable RosterItem before, @Nullable RosterItem after) {
        if (before == null || after == null) {
            return before == null && after == null;
        }
        return RosterPayload.item(before).equals(RosterPayload.item(after));
    }
}
