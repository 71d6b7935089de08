package dev.hermod.presence;

import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.PresenceKind;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.roster.PresenceStanzas;
import dev.hermod.roster.RosterFeature;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.StorageUnavailableException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

/// Asks contacts for their presence and answers those who ask (RFC 6121 4.3).
final class Probes {
    private static final Logger log = LoggerFactory.getLogger(Probes.class);

    /// Answers that need storage at a time; a probe beyond that goes unanswered, which 4.3.2
    /// permits for accounts that are offline.
    private static final int LOOKUPS = 64;

    private final Semaphore lookups = new Semaphore(LOOKUPS);
    private final Services services;
    private final RosterFeature rosters;

    Probes(Services services, RosterFeature rosters) {
        this.services = services;
        this.rosters = rosters;
    }

    /// Gets a resource that became available the presence of all contacts that its account is
    /// subscribed to. The probe comes from the full JID, so that the account's other resources are
    /// not told again.
    void send(Session to) {
        JID prober = to.address();
        for (JID contact : rosters.view(to.account()).subscriptions()) {
            if (mayBeOnline(contact)) {
                services.router().route(PresenceStanzas.empty(PresenceKind.PROBE, prober, contact));
            }
        }
    }

    /// Nobody needs to ask for local contacts that are known to be away.
    private boolean mayBeOnline(JID contact) {
        if (!services.router().localAccount(contact)) {
            return true;
        }
        @Nullable OnlineAccount account = services.sessions().account(contact);
        return account != null && account.sessions().stream().anyMatch(Session::available);
    }

    /// Answers a probe that came for a local account or one of its resources.
    void answer(Presence probe) {
        JID contact = probe.getTo();
        JID prober = probe.getFrom();
        @Nullable OnlineAccount account = services.sessions().account(contact);
        if (account == null || account.sessions().stream().noneMatch(Session::available)) {
            answerOffline(contact, prober);
        } else if (permits(account, prober)) {
            answerOnline(account, contact, prober);
        } else {
            refuse(contact, prober);
        }
    }

    private void answerOnline(OnlineAccount account, JID probed, JID prober) {
        boolean found = false;
        for (Session session : account.sessions()) {
            boolean meant = probed.getResource() == null || session.address().equals(probed);
            if (meant && session.available()) {
                reply(session, prober);
                found = true;
            }
        }
        if (!found) {
            unavailable(probed, prober);
        }
    }

    private void reply(Session session, JID prober) {
        @Nullable Presence presence = session.presence();
        if (presence != null) {
            services.router().route(Stanzas.readdressed(presence, session.address(), prober));
        }
    }

    /// Whether the contact may know is in storage only.
    private void answerOffline(JID contact, JID prober) {
        if (!lookups.tryAcquire()) {
            return;
        }
        Thread.ofVirtual()
                .name("probe")
                .start(() -> {
                    try {
                        lookUp(contact, prober);
                    } catch (StorageUnavailableException e) {
                        log.debug("probe for {} is not answered: {}", contact, e.getMessage());
                    } finally {
                        lookups.release();
                    }
                });
    }

    private void lookUp(JID contact, JID prober) {
        JID owner = Jids.bare(contact);
        JID asker = Jids.bare(prober);
        boolean permitted =
                owner.equals(asker)
                        || services.storage()
                                .rosters()
                                .find(owner, asker)
                                .filter(item -> item.subscription().from())
                                .isPresent();
        if (permitted) {
            unavailable(contact, prober);
        } else {
            refuse(contact, prober);
        }
    }

    private boolean permits(OnlineAccount contact, JID prober) {
        JID asker = Jids.bare(prober);
        return contact.address().equals(asker) || rosters.view(contact).from(asker);
    }

    private void unavailable(JID contact, JID prober) {
        services.router().route(PresenceStanzas.empty(PresenceKind.UNAVAILABLE, contact, prober));
    }

    /// Tells the prober's server that there is no subscription, whether there is an account or not.
    private void refuse(JID contact, JID prober) {
        services.router()
                .route(
                        PresenceStanzas.empty(
                                PresenceKind.UNSUBSCRIBED, Jids.bare(contact), Jids.bare(prober)));
    }
}
