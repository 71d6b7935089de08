package dev.hermod.extensions.administration;

import dev.hermod.extensions.administration.ServiceMessages.Kind;
import dev.hermod.extensions.administration.ServiceMessages.Standing;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.feature.SessionListener;
import dev.hermod.feature.Slot;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.Account;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.xml.FrozenElement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

/// Tells accounts what stands on their domain, each once: who is online when it is set, and others
/// when a resource of theirs becomes available. Nobody keeps it for them.
final class StandingMessages implements SessionListener {
    private static final Logger log = LoggerFactory.getLogger(StandingMessages.class);

    private final Services services;
    private final Slot<Boolean> asked;

    /// As storage has it; what is not there was not asked for yet.
    private final Map<String, Map<Kind, Standing>> known = new ConcurrentHashMap<>();

    StandingMessages(Services services, Slot<Boolean> asked) {
        this.services = services;
        this.asked = asked;
    }

    private ServiceMessages storage() {
        return services.storage().port(ServiceMessages.class);
    }

    private Map<Kind, Standing> standing(String domain) {
        return known.computeIfAbsent(domain, storage()::of);
    }

    /// The text, `null` for none. Blocks.
    @Nullable String text(String domain, Kind kind) {
        Standing standing = standing(domain).get(kind);
        return standing == null ? null : standing.text();
    }

    /// Blocks.
    ///
    /// @param anew whether those who were told something earlier are told this, too
    void set(String domain, Kind kind, String text, boolean anew) {
        Standing before = standing(domain).get(kind);
        Instant since =
                before == null || anew
                        ? services.clock().instant().truncatedTo(ChronoUnit.MILLIS)
                        : before.since();
        storage().set(domain, kind, new Standing(text, since));
        known.remove(domain);
    }

    /// Blocks.
    void delete(String domain, Kind kind) {
        storage().delete(domain, kind);
        known.remove(domain);
    }

    /// Tells accounts that are online. Blocks.
    void tell(List<JID> accounts) {
        for (JID address : accounts) {
            OnlineAccount account = services.sessions().account(address);
            List<? extends Session> available =
                    account == null
                            ? List.of()
                            : account.sessions().stream().filter(Session::available).toList();
            if (!available.isEmpty()) {
                tell(address, available);
            }
        }
    }

    @Override
    public void presenceChanged(Session session, @Nullable Presence latest) {
        JID account = session.account().address();
        Map<Kind, Standing> standing = known.get(account.getDomain());
        boolean nothing = standing != null && standing.isEmpty();
        if (latest == null || session.get(asked) != null) {
            return;
        }
        session.set(asked, true);
        if (!nothing) {
            Thread.ofVirtual()
                    .name("message of the day")
                    .start(() -> tell(account, List.of(session)));
        }
    }

    private void tell(JID account, List<? extends Session> sessions) {
        try {
            standing(account.getDomain())
                    .forEach((kind, standing) -> {
                        if (concerns(account, kind, standing)
                                && storage().note(account, kind, standing.since())) {
                            sessions.forEach(session -> send(session, kind, standing.text()));
                        }
                    });
        } catch (StorageUnavailableException e) {
            log.warn("{} is not told what stands on its domain: {}", account, e.getMessage());
        }
    }

    /// Who was there before it was set is not new.
    private boolean concerns(JID account, Kind kind, Standing standing) {
        return kind == Kind.MOTD
                || services.storage()
                        .accounts()
                        .find(account)
                        .map(Account::created)
                        .filter(created -> !created.isBefore(standing.since()))
                        .isPresent();
    }

    private static void send(Session session, Kind kind, String text) {
        JID to = session.address();
        session.deliver(
                Stanzas.message(
                        FrozenElement.named("message", Stanzas.CLIENT)
                                .attribute("type", kind == Kind.MOTD ? "headline" : "normal")
                                .attribute("from", to.getDomain())
                                .attribute("to", to.toString())
                                .attribute("id", UUID.randomUUID().toString())
                                .child(
                                        FrozenElement.named("body", Stanzas.CLIENT)
                                                .text(text)
                                                .build())
                                .build()));
    }
}
