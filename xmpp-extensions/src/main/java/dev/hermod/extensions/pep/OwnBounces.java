package dev.hermod.extensions.pep;

import dev.hermod.extensions.pubsub.Endings;
import dev.hermod.feature.Transit;
import dev.hermod.feature.Verdict;
import dev.hermod.stanza.StanzaException;
import dev.hermod.storage.StorageUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.Message;

/// Takes errors of notifications that come back to accounts (XEP-0060 12.4).
record OwnBounces(Endings endings) {
    private static final Logger log = LoggerFactory.getLogger(OwnBounces.class);

    Verdict look(Message message, Transit transit) {
        if (transit.recipient() == null || !endings.concerns(message)) {
            return Verdict.PASS;
        }
        Thread.ofVirtual().name("bounce").start(() -> take(message));
        return new Verdict.Drop("the error of a notification");
    }

    private void take(Message message) {
        try {
            endings.bounced(message);
        } catch (StanzaException | StorageUnavailableException e) {
            log.warn("a subscription of {} goes on: {}", message.getFrom(), e.getMessage());
        }
    }
}
