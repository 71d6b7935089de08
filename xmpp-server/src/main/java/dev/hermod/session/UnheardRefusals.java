package dev.hermod.session;

import dev.hermod.routing.LocalDelivery;
import dev.hermod.routing.Refusals;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.LogMessage;
import dev.hermod.storage.LogRow;
import dev.hermod.storage.MessageLog;
import dev.hermod.storage.Retention;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.Utf8Buffer;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/// What became of messages that were counted as handled (XEP-0198) and could not be stored: the
/// error that says so is the only trace of such a message. Where a session ends before its client
/// has acknowledged the error, it goes to the account's other resources or waits for the next one.
final class UnheardRefusals {
    private static final Logger log = LoggerFactory.getLogger(UnheardRefusals.class);

    private final MessageLog messageLog;
    private final LocalDelivery delivery;

    UnheardRefusals(MessageLog messageLog, LocalDelivery delivery) {
        this.messageLog = messageLog;
        this.delivery = delivery;
    }

    /// Of a session that is over.
    void keep(BoundSession session) {
        session.management()
                .unheard()
                .filter(Refusals::isStorageAway)
                .forEach(refusal -> keep(Jids.bare(session.address()), refusal));
    }

    private void keep(JID account, Message refusal) {
        Utf8Buffer stanza = new Utf8Buffer(512);
        ElementWriter.writeAlone(Stanzas.element(refusal), stanza);
        JID from = refusal.getFrom() == null ? account : Jids.bare(refusal.getFrom());
        LogRow row = new LogRow(account, from, account, true, Retention.UNTIL_DELIVERED);
        LogMessage message = new LogMessage(stanza.toByteArray(), List.of(row), null);
        if (!messageLog.append(message, new Kept(row, refusal))) {
            lost(row);
        }
    }

    private static void lost(LogRow row) {
        log.warn(
                "{} does not hear that a message to {} was not stored",
                row.owner(),
                row.conversation());
    }

    /// One of them, in the log's queue.
    private final class Kept implements MessageLog.Outcome {
        private final LogRow row;
        private final Message refusal;

        Kept(LogRow row, Message refusal) {
            this.row = row;
            this.refusal = refusal;
        }

        @Override
        public void committed(long[] ids, long[] previousIds) {
            delivery.deliver(row, refusal, ids[0]);
        }

        @Override
        public void repeated(long[] ids) {}

        @Override
        public void failed(MessageLog.Failure failure) {
            lost(row);
        }
    }
}
