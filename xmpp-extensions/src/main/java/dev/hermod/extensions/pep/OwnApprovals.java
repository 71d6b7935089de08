package dev.hermod.extensions.pep;

import dev.hermod.extensions.pubsub.Host;
import dev.hermod.extensions.pubsub.NodeEngine;
import dev.hermod.feature.Router;
import dev.hermod.feature.Transit;
import dev.hermod.feature.Verdict;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.StorageUnavailableException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/// Takes what an account's client answers to the question whether somebody may subscribe to one of
/// its nodes (XEP-0060 8.6): it is addressed to the account itself.
///
/// @param hosts makes the host of an account
record OwnApprovals(NodeEngine engine, Function<JID, Host> hosts, Router router) {
    private static final Logger log = LoggerFactory.getLogger(OwnApprovals.class);

    Verdict look(Message message, Transit transit) {
        JID account = transit.sender();
        JID to = message.getTo();
        boolean own =
                account != null
                        && transit.origin() != null
                        && (to == null || to.equals(account))
                        && message.getType() != Message.Type.error
                        && NodeEngine.isApproval(message);
        if (account == null || !own) {
            return Verdict.PASS;
        }
        Message answered = Stanzas.readdressed(message, message.getFrom(), Jids.bare(account));
        Thread.ofVirtual().name("approval").start(() -> take(account, answered));
        return new Verdict.Drop("an answer to the account's own question");
    }

    private void take(JID account, Message message) {
        try {
            engine.approval(hosts.apply(account), message);
        } catch (StanzaException why) {
            router.route(Stanzas.error(message, why));
        } catch (StorageUnavailableException e) {
            log.warn("an approval of {} is lost: {}", account, e.getMessage());
        }
    }
}
