package dev.hermod.session;

import dev.hermod.routing.LocalDelivery;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.LogRow;
import dev.hermod.storage.MessageIds;
import dev.hermod.storage.Retention;
import dev.hermod.xml.FrozenElement;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/// Takes committed messages to the sessions of an account on this node, on the log's thread and in
/// the order of ids.
final class LogDelivery implements LocalDelivery {
    static final String STANZA_ID = "urn:xmpp:sid:0";

    private final LocalSessions sessions;

    LogDelivery(LocalSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void deliver(LogRow row, Message message, long id) {
        JID owner = row.owner();
        JID target = row.target();
        boolean lasting = row.retention() == Retention.ARCHIVE;
        @Nullable LocalAccount account = sessions.account(owner);
        if (account == null) {
            return;
        }
        long committed = System.nanoTime();
        Message identified = identified(message, owner, id);
        Consumer<Receiver> post =
                receiver -> post(new Delivered(receiver, id, lasting), identified, committed);
        DeliveryLedger<Receiver> ledger = account.ledger();
        if (target.getResource() == null) {
            ledger.route(id, post);
            return;
        }
        @Nullable BoundSession exact = account.session(target.getResource());
        if (exact != null) {
            ledger.routeTo(exact.receiver(), id, post);
        } else {
            ledger.routeInstead(id, post);
        }
    }

    private void post(Delivered entry, Message message, long committed) {
        BoundSession session = entry.receiver().session();
        session.link()
                .execute(() -> {
                    session.outbound().writeLogged(message, entry);
                    sessions.parts().meters().delivered(committed);
                });
    }

    /// With the id that its archive gives it (XEP-0359).
    static Message identified(Message message, JID owner, long id) {
        FrozenElement stanzaId =
                FrozenElement.named("stanza-id", STANZA_ID)
                        .attribute("by", owner.toString())
                        .attribute("id", MessageIds.wire(id))
                        .build();
        return Stanzas.message(Stanzas.element(message).withChild(stanzaId));
    }
}
