package dev.hermod.roster;

import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.feature.Slot;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.RosterChange;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.Rosters;
import dev.hermod.xml.FrozenElement;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/// Changes rosters: first in storage, then in the view of an online account, then on its interested
/// resources (RFC 6121 2.1.6). Changes of one account follow one another, so that pushes come in
/// the order of versions.
final class RosterUpdates {
    private final Services services;
    private final RosterViews views;
    private final Slot<Boolean> interested;

    RosterUpdates(Services services, RosterViews views, Slot<Boolean> interested) {
        this.services = services;
        this.views = views;
        this.interested = interested;
    }

    /// Blocks.
    ///
    /// @param first what the account's resources are told before the push; not called without a
    ///   change
    void change(JID owner, JID contact, Rosters.Edit edit, Consumer<OnlineAccount> first) {
        Noted noted = new Noted(edit);
        changeOnly(owner, contact, noted, first);
        if (!Objects.equals(noted.before, noted.after)) {
            services.rosterListeners()
                    .forEach(heard -> heard.changed(owner, contact, noted.before, noted.after));
        }
    }

    /// Remembers what it has made of what.
    private static final class Noted implements Rosters.Edit {
        private final Rosters.Edit edit;
        private @Nullable RosterItem before;
        private @Nullable RosterItem after;

        Noted(Rosters.Edit edit) {
            this.edit = edit;
        }

        @Override
        public @Nullable RosterItem apply(@Nullable RosterItem present) {
            before = present;
            after = edit.apply(present);
            return after;
        }
    }

    private void changeOnly(
            JID owner, JID contact, Rosters.Edit edit, Consumer<OnlineAccount> first) {
        RosterView view = views.present(owner);
        if (view == null) {
            store(owner, contact, edit).ifPresent(change -> publishLate(owner, change, first));
        } else {
            view.exclusively(() -> {
                store(owner, contact, edit)
                        .ifPresent(change -> publish(view, owner, change, first));
                return owner;
            });
        }
    }

    /// Delivers a stanza to the resources that asked for the roster.
    void tellInterested(OnlineAccount account, Packet stanza) {
        account.sessions().stream()
                .filter(this::isInterested)
                .forEach(session -> session.deliver(stanza));
    }

    /// A push for one resource.
    static Packet push(Session session, FrozenElement item, long version) {
        JID owner = session.account().address();
        return Stanzas.iqSet(
                session.address(), owner, "push-" + version, RosterPayload.query(version, item));
    }

    private Optional<RosterChange> store(JID owner, JID contact, Rosters.Edit edit) {
        int maximum = services.config().limits().rosterItems();
        return services.storage().rosters().update(owner, contact, maximum, edit);
    }

    /// The account may have come online meanwhile, having loaded its roster before the change or
    /// after it.
    private void publishLate(JID owner, RosterChange change, Consumer<OnlineAccount> first) {
        RosterView view = views.present(owner);
        if (view != null) {
            view.exclusively(() -> {
                publish(view, owner, change, first);
                return owner;
            });
        }
    }

    private void publish(
            RosterView view, JID owner, RosterChange change, Consumer<OnlineAccount> first) {
        boolean visible = view.apply(change);
        @Nullable OnlineAccount account = services.sessions().account(owner);
        if (account == null) {
            return;
        }
        first.accept(account);
        if (visible) {
            FrozenElement item = RosterPayload.change(change);
            account.sessions().stream()
                    .filter(this::isInterested)
                    .forEach(session -> session.deliver(push(session, item, change.version())));
        }
    }

    private boolean isInterested(Session session) {
        return session.get(interested) != null;
    }
}
