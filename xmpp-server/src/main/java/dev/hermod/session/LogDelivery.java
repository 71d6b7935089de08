package dev.hermod.session;

import dev.hermod.routing.LocalDelivery;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.MessageIds;
import dev.hermod.xml.FrozenElement;
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
    public void deliver(JID owner, JID target, Message message, long id) {
        @Nullable LocalAccount account = sessions.account(owner);
        if (account == null) {
            return;
        }
        long committed = System.nanoTime();
        Message identified = identified(message, owner, id);
        @Nullable BoundSession exact =
                target.getResource() == null ? null : account.session(target.getResource());
        if (exact != null) {
            account.ledger()
                    .routeTo(
                            exact.receiver(),
                            id,
                            receiver -> post(receiver, identified, id, committed));
        } else {
            account.ledger().route(id, receiver -> post(receiver, identified, id, committed));
        }
    }

    private void post(Receiver receiver, Message message, long id, long committed) {
        BoundSession session = receiver.session();
        session.link()
                .execute(() -> {
                    session.outbound().writeLogged(message, new Delivered(receiver, id));
                    sessions.meters().delivered(committed);
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
