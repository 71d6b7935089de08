package dev.hermod.extensions.pubsub;

import dev.hermod.extensions.pubsub.PubSubStorage.Seen;
import dev.hermod.feature.Services;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Finds the node that somebody asks for, and what they are to it.
record Meetings(Services services, NodeConfigs configs) {
    PubSubStorage storage() {
        return services.storage().port(PubSubStorage.class);
    }

    Optional<Meeting> find(Host host, String node, JID asker) {
        return storage()
                .find(host.address(), node, Jids.bare(asker))
                .map(seen -> meeting(host, seen, asker));
    }

    private Meeting meeting(Host host, Seen seen, JID asker) {
        Affiliation standing = host.owns(Jids.bare(asker)) ? Affiliation.OWNER : seen.asker();
        return new Meeting(host, seen.node(), configs.of(seen.node()), asker, standing);
    }

    Meeting require(Host host, String node, JID asker) throws StanzaException {
        Optional<Meeting> found = find(host, node, asker);
        return found.isPresent() ? found.get() : missing(host, node, asker);
    }

    /// Whoever might know of a node that has moved learns where it is (XEP-0060 6.1.3.11).
    private Meeting missing(Host host, String node, JID asker) throws StanzaException {
        Optional<PubSubStorage.Moved> moved = storage().moved(host.address(), node);
        if (moved.isPresent()) {
            Seen before = new Seen(moved.get().node(), Affiliation.NONE);
            if (new Access(this::storage, services.clock()).sees(meeting(host, before, asker))) {
                throw PubSubErrors.gone(moved.get().redirect());
            }
        }
        throw PubSubErrors.noSuchNode();
    }

    Meeting requireOwned(Host host, String node, JID asker) throws StanzaException {
        Meeting meeting = find(host, node, asker).orElseThrow(PubSubErrors::noSuchNode);
        if (!meeting.owned()) {
            throw PubSubErrors.forbidden();
        }
        return meeting;
    }

    /// The id of a node as a request names it.
    ///
    /// @throws StanzaException `bad-request` where it names none
    static String node(@Nullable String named) throws StanzaException {
        if (named == null || named.isEmpty()) {
            throw PubSubErrors.badRequest("nodeid-required");
        }
        return named;
    }

    static boolean fits(String id) {
        return !id.isEmpty() && id.getBytes(StandardCharsets.UTF_8).length <= PubSub.LONGEST_ID;
    }
}
