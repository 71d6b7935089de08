package dev.hermod.routing;

import dev.hermod.stanza.StanzaException;
import dev.hermod.storage.StorageUnavailableException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;

/// The boundary around feature code: what it throws becomes an error reply, and a bug is logged
/// once, here, without taking the session with it.
final class Guard {
    private static final Logger log = LoggerFactory.getLogger(Guard.class);

    private Guard() {}

    /// Feature code that handles one stanza.
    @FunctionalInterface
    interface Handling {
        void run() throws StanzaException;
    }

    /// Runs it and returns the error reply that its failure calls for.
    static Optional<Packet> run(Packet stanza, Handling handling) {
        try {
            handling.run();
            return Optional.empty();
        } catch (StanzaException refusal) {
            return ErrorReplies.to(stanza, refusal);
        } catch (StorageUnavailableException e) {
            log.warn(
                    "stanza {} from {} answered with resource-constraint: {}",
                    stanza.getID(),
                    stanza.getFrom(),
                    e.getMessage());
            return ErrorReplies.to(stanza, Refusals.storageAway());
        } catch (RuntimeException bug) {
            log.error(
                    "stanza {} from {} to {} could not be handled",
                    stanza.getID(),
                    stanza.getFrom(),
                    stanza.getTo(),
                    bug);
            return ErrorReplies.to(
                    stanza, new StanzaException(PacketError.Condition.internal_server_error));
        }
    }
}
