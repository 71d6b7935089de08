package dev.hermod.stream;

import dev.hermod.feature.EarlyIqHandler;
import dev.hermod.feature.StreamContext;
import dev.hermod.routing.Refusals;
import dev.hermod.session.BoundSession;
import dev.hermod.session.Connection;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;

/// Stanzas before a resource is bound: binding itself (RFC 6120 section 7), what features answer
/// before authentication, and the refusal of everything else (RFC 6120 4.9.3.12).
final class EarlyStanzas {
    private static final Logger log = LoggerFactory.getLogger(EarlyStanzas.class);

    private final ClientStream stream;
    private final StreamParts parts;

    EarlyStanzas(ClientStream stream, StreamParts parts) {
        this.stream = stream;
        this.parts = parts;
    }

    /// An answer, and what follows once it is written.
    private record Answer(Packet reply, Runnable then) {}

    void stanza(FrozenElement element) {
        IQ iq;
        try {
            if (!(Stanzas.read(element, null, null) instanceof IQ read) || !read.isRequest()) {
                refuseAll();
                return;
            }
            iq = read;
        } catch (StanzaException e) {
            refuseAll();
            return;
        }
        @Nullable FrozenElement payload = Stanzas.payload(iq);
        JID account = stream.account();
        if (payload == null || iq.getID() == null) {
            reply(iq, new StanzaException(PacketError.Condition.bad_request));
        } else if (account != null) {
            authenticated(iq, payload, account);
        } else {
            unauthenticated(iq, payload);
        }
    }

    private void authenticated(IQ iq, FrozenElement payload, JID account) {
        if (payload.is("bind", StreamOpening.BIND) && iq.getType() == IQ.Type.set) {
            StreamContext context = stream.context();
            run(iq, () -> bind(iq, payload, account, context));
        } else {
            reply(iq, new StanzaException(PacketError.Condition.not_authorized));
        }
    }

    private void unauthenticated(IQ iq, FrozenElement payload) {
        @Nullable EarlyIqHandler handler =
                parts.features().earlyIqHandler(payload.namespace(), payload.localName());
        if (handler == null) {
            refuseAll();
        } else {
            StreamContext context = stream.context();
            run(iq, () -> new Answer(handler.handle(iq, context), () -> {}));
        }
    }

    private void refuseAll() {
        stream.fail(
                StreamErrorCondition.NOT_AUTHORIZED,
                "stanzas come after authentication and binding");
    }

    private Answer bind(IQ iq, FrozenElement payload, JID account, StreamContext context)
            throws StanzaException {
        FrozenElement resource = payload.child("resource", StreamOpening.BIND);
        String asked = resource == null || resource.text().isEmpty() ? null : resource.text();
        BoundSession session = parts.sessions().bind(account, asked, context, stream.connection());
        FrozenElement result =
                FrozenElement.named("bind", StreamOpening.BIND)
                        .child(
                                FrozenElement.named("jid", StreamOpening.BIND)
                                        .text(session.address().toString())
                                        .build())
                        .build();
        return new Answer(Stanzas.result(iq, result), () -> stream.bound(session));
    }

    /// Work that may block.
    @FunctionalInterface
    private interface Answering {
        Answer answer() throws StanzaException;
    }

    private void run(IQ iq, Answering work) {
        Connection connection = stream.connection();
        connection.pauseReading();
        Thread.ofVirtual()
                .name("early")
                .start(() -> {
                    Answer answer = answer(iq, work);
                    connection.execute(() -> {
                        if (!stream.over()) {
                            connection.write(Stanzas.element(answer.reply()), null);
                        }
                        answer.then().run();
                        if (!stream.over()) {
                            connection.resumeReading();
                        }
                    });
                });
    }

    private Answer answer(IQ iq, Answering work) {
        try {
            return work.answer();
        } catch (StanzaException refusal) {
            return new Answer(Stanzas.error(iq, refusal), () -> {});
        } catch (StorageUnavailableException e) {
            log.warn(
                    "stream {}: answered with resource-constraint: {}",
                    stream.connection().id(),
                    e.getMessage());
            return new Answer(Stanzas.error(iq, Refusals.storageAway()), () -> {});
        } catch (RuntimeException bug) {
            log.error(
                    "stream {}: {} could not be handled",
                    stream.connection().id(),
                    Objects.toString(iq),
                    bug);
            return new Answer(
                    Stanzas.error(
                            iq, new StanzaException(PacketError.Condition.internal_server_error)),
                    () -> {});
        }
    }

    private void reply(IQ iq, StanzaException refusal) {
        stream.connection().write(Stanzas.element(Stanzas.error(iq, refusal)), null);
    }
}
