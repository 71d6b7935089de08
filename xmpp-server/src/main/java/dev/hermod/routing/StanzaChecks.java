package dev.hermod.routing;

import dev.hermod.feature.Admission;
import dev.hermod.feature.PresenceKind;
import dev.hermod.feature.RoutedAccount;
import dev.hermod.feature.Session;
import dev.hermod.feature.Sessions;
import dev.hermod.feature.StanzaCheck;
import dev.hermod.stanza.Jids;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/// Asks the features' checks, once for the account in whose name a stanza goes and once for the one
/// it is for, and sees to it that what they know of these accounts is in memory.
final class StanzaChecks {
    private static final Logger log = LoggerFactory.getLogger(StanzaChecks.class);
    private static final Work NOTHING = new Work.Now(() -> {});

    private final List<StanzaCheck> checks;
    private final RoutedAccounts routed;
    private final ServedDomains domains;
    private final Sessions sessions;
    private final Outlets outlets;

    StanzaChecks(
            InstalledFeatures features, ServedDomains domains, Sessions sessions, Outlets outlets) {
        this.checks = features.stanzaChecks();
        this.routed = features.routedAccounts();
        this.domains = domains;
        this.sessions = sessions;
        this.outlets = outlets;
    }

    /// What is to be done for a stanza: what is proper, unless it may not go on.
    ///
    /// @param proper makes the work of a stanza that may go on, from the accounts it is between
    Work work(Packet stanza, @Nullable Session origin, Function<Parties, Work> proper) {
        JID to = stanza.getTo();
        JID from = stanza.getFrom();
        if (from == null || (checks.isEmpty() && !routed.used())) {
            return proper.apply(Parties.NONE);
        }
        if (to == null || sameAccount(from, to)) {
            return withinAccount(stanza, from, origin, proper);
        }
        RoutedAccount sender = origin != null ? origin.account() : inMemory(from);
        RoutedAccount recipient = inMemory(to);
        boolean senderMissing = sender == null && local(from);
        boolean recipientMissing = recipient == null && local(to) && matters(stanza);
        if (senderMissing || recipientMissing) {
            return new Work.Later(() ->
                    decided(
                            stanza,
                            origin,
                            new Parties(
                                    senderMissing ? loaded(from) : sender,
                                    recipientMissing ? loaded(to) : recipient),
                            proper));
        }
        return decided(stanza, origin, new Parties(sender, recipient), proper);
    }

    /// Nobody is kept from writing to oneself; what is kept of it is for the account to say.
    private Work withinAccount(
            Packet stanza, JID account, @Nullable Session origin, Function<Parties, Work> proper) {
        RoutedAccount own = origin != null ? origin.account() : inMemory(account);
        boolean missing =
                own == null && local(account) && stanza instanceof Message && matters(stanza);
        return missing
                ? new Work.Later(() -> proper.apply(both(loaded(account))))
                : proper.apply(new Parties(own, own));
    }

    private static Parties both(RoutedAccount account) {
        return new Parties(account, account);
    }

    private Work decided(
            Packet stanza,
            @Nullable Session origin,
            Parties parties,
            Function<Parties, Work> proper) {
        Work hindrance = decide(stanza, origin, parties.sender(), parties.recipient());
        return hindrance == null ? proper.apply(parties) : hindrance;
    }

    /// The same for the sender's side of what a session addressed by itself.
    @Nullable Work insteadOfSending(Packet stanza, Session origin) {
        JID to = stanza.getTo();
        return checks.isEmpty() || to == null || sameAccount(origin.address(), to)
                ? null
                : decide(stanza, origin, origin.account(), null);
    }

    /// Whether an account that is online here still wants what was kept for it.
    boolean stillWanted(Packet kept) {
        JID to = kept.getTo();
        JID from = kept.getFrom();
        if (checks.isEmpty() || to == null || from == null || sameAccount(from, to)) {
            return true;
        }
        RoutedAccount recipient = sessions.account(to);
        return recipient == null || wanted(kept, recipient);
    }

    /// Whether an account lets in what comes from somebody else.
    boolean wanted(Packet stanza, RoutedAccount recipient) {
        for (StanzaCheck check : checks) {
            if (!(check.receiving(stanza, recipient) instanceof Admission.Pass)) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Work decide(
            Packet stanza,
            @Nullable Session origin,
            @Nullable RoutedAccount sender,
            @Nullable RoutedAccount recipient) {
        for (StanzaCheck check : checks) {
            Admission sending = sender == null ? Admission.PASS : check.sending(stanza, sender);
            if (!(sending instanceof Admission.Pass)) {
                boolean silent = origin == null && stanza instanceof Presence;
                return silent ? NOTHING : end(stanza, sending);
            }
            Admission receiving =
                    recipient == null ? Admission.PASS : check.receiving(stanza, recipient);
            if (!(receiving instanceof Admission.Pass)) {
                return end(stanza, receiving);
            }
        }
        return null;
    }

    private Work end(Packet stanza, Admission admission) {
        return switch (admission) {
            case Admission.Pass _ -> throw new IllegalArgumentException("it goes on");
            case Admission.Drop(String reason) -> {
                log.debug("stanza from {} dropped: {}", stanza.getFrom(), reason);
                yield NOTHING;
            }
            case Admission.Refuse refusal ->
                    new Work.Now(() -> outlets.refuse(stanza, refusal.error()));
        };
    }

    /// Whether a stanza for somebody who is not online does anything at all: a broadcast to many
    /// such contacts loads none of them.
    private static boolean matters(Packet stanza) {
        return switch (stanza) {
            case Presence presence ->
                    switch (PresenceKind.of(presence)) {
                        case AVAILABLE, UNAVAILABLE, ERROR -> false;
                        case SUBSCRIBE, SUBSCRIBED, UNSUBSCRIBE, UNSUBSCRIBED, PROBE -> true;
                    };
            case IQ iq -> iq.isRequest();
            case Message message -> message.getType() != Message.Type.error;
            default -> true;
        };
    }

    private @Nullable RoutedAccount inMemory(JID address) {
        if (!local(address)) {
            return null;
        }
        RoutedAccount online = sessions.account(address);
        return online != null ? online : routed.inMemory(Jids.bare(address));
    }

    /// It may have come online meanwhile.
    private RoutedAccount loaded(JID address) {
        RoutedAccount present = inMemory(address);
        return present != null ? present : routed.load(Jids.bare(address));
    }

    private boolean local(JID address) {
        return address.getNode() != null && domains.accounts(address.getDomain());
    }

    private static boolean sameAccount(JID one, JID other) {
        String node = one.getNode();
        return node != null
                && node.equals(other.getNode())
                && one.getDomain().equals(other.getDomain());
    }
}
