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
        return find(host, node, asker).orElseThrow(PubSubErrors::noSuchNode);
    }

    Meeting requireOwned(Host host, String node, JID asker) throws StanzaException {
        Meeting meeting = require(host, node, asker);
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
