package dev.hermod.roster;

import dev.hermod.feature.PresenceKind;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/// Requests that wait for the owner's answer: one for a contact, kept as it came, and delivered to
/// every resource that becomes available until it is answered (RFC 6121 3.1.3).
final class SubscriptionRequests {
    private static final Logger log = LoggerFactory.getLogger(SubscriptionRequests.class);

    /// Strangers write here, so neither their number nor their size is without bounds.
    static final int MAXIMUM_REQUESTS = 1_000;

    static final int MAXIMUM_LENGTH = 4_096;

    private final Services services;
    private final RosterViews views;

    SubscriptionRequests(Services services, RosterViews views) {
        this.services = services;
        this.views = views;
    }

    /// The request as it is stored. Of one that is too long only the words to the owner are kept,
    /// if these are not.
    static String kept(Packet request) {
        FrozenElement root = Stanzas.element(request);
        String whole = ElementWriter.toXml(root);
        if (whole.length() <= MAXIMUM_LENGTH) {
            return whole;
        }
        String plain =
                ElementWriter.toXml(
                        root.withoutChildren(child -> !child.is("status", Stanzas.CLIENT)));
        return plain.length() <= MAXIMUM_LENGTH
                ? plain
                : ElementWriter.toXml(root.withoutChildren(_ -> true));
    }

    /// Asks contacts elsewhere once more that have not answered (3.1.2): the first request may have
    /// got lost on the way.
    void repeat(JID owner, RosterView view) {
        view.requested().stream()
                .filter(contact -> !services.router().localAccount(contact))
                .map(contact -> PresenceStanzas.empty(PresenceKind.SUBSCRIBE, owner, contact))
                .forEach(services.router()::route);
    }

    /// Delivers what waits; does not block.
    ///
    /// @param loading whether this session is being served already; guards against clients that
    ///   change their presence faster than storage answers
    void deliver(Session session, RosterView view, AtomicBoolean loading) {
        if (view.requests() > 0 && loading.compareAndSet(false, true)) {
            Thread.ofVirtual()
                    .name("subscription-requests")
                    .start(() -> {
                        List<Packet> waiting = List.of();
                        try {
                            waiting = load(session);
                        } finally {
                            // Before delivery: who has seen it and becomes available again is to
                            // get it again.
                            loading.set(false);
                        }
                        waiting.forEach(session::deliver);
                    });
        }
    }

    private List<Packet> load(Session session) {
        try {
            return services.storage().rosters().load(session.account().address()).items().stream()
                    .map(RosterItem::request)
                    .flatMap(Stream::ofNullable)
                    .map(SubscriptionRequests::read)
                    .flatMap(Stream::ofNullable)
                    .filter(services.router()::stillWanted)
                    .toList();
        } catch (StorageUnavailableException e) {
            log.warn(
                    "{} gets its subscription requests later: {}",
                    session.address(),
                    e.getMessage());
            return List.of();
        }
    }

    private static @Nullable Packet read(String request) {
        try {
            return Stanzas.presence(ElementReader.parse(request));
        } catch (XmlStreamException e) {
            log.error("a stored subscription request cannot be read: {}", e.getMessage());
            return null;
        }
    }

    /// Blocks. A contact that has a request pending, or a standing of any kind, is never one too
    /// many.
    boolean mayKeepAnother(JID owner, JID contact) {
        RosterView view = views.present(owner);
        if (view != null) {
            return view.knows(contact) || view.requests() < MAXIMUM_REQUESTS;
        }
        return services.storage().rosters().find(owner, contact).isPresent()
                || waiting(owner) < MAXIMUM_REQUESTS;
    }

    private long waiting(JID owner) {
        return services.storage().rosters().load(owner).items().stream()
                .filter(RosterItem::pendingIn)
                .count();
    }
}
