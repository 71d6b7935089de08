package dev.hermod.extensions.retraction;

import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.Session;
import dev.hermod.feature.SessionListener;
import dev.hermod.feature.Stage;
import dev.hermod.feature.Transit;
import dev.hermod.feature.Verdict;
import dev.hermod.feature.Xep;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.LogRow;
import dev.hermod.storage.Retention;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/// Replaces retracted messages in the archives of both sides. That there is something to do is
/// committed together with the retraction; it is done behind the log.
@Xep(number = 424, title = "Message Retraction", version = "0.4.2")
public final class RetractionFeature implements Feature {
    @Override
    public void install(Installation on) {
        for (DiscoTarget target : DiscoTarget.values()) {
            on.advertise(target, Retraction.NAMESPACE);
            on.advertise(target, Retraction.NAMESPACE + "#tombstone");
        }
        RetractionWork work = new RetractionWork(on.services());
        on.onMessage(Stage.ARCHIVE, RetractionFeature::note);
        on.onMessage(
                Stage.COPY,
                (_, transit) -> {
                    if (transit.ids().containsKey(Retractions.DUE)) {
                        work.wake();
                    }
                    return Verdict.PASS;
                });
        on.onSession(atTheFirst(work));
        on.onStop(work::stop);
    }

    private static Verdict note(Message message, Transit transit) {
        boolean conversation =
                message.getType() == Message.Type.chat || message.getType() == Message.Type.normal;
        boolean local = transit.sender() != null || transit.recipient() != null;
        if (!conversation || !local || Retraction.in(Stanzas.element(message)).isEmpty()) {
            return Verdict.PASS;
        }
        JID from = Jids.bare(message.getFrom());
        return new Verdict.Keep(
                List.of(
                        new LogRow(
                                Retractions.DUE,
                                from,
                                Retractions.DUE,
                                false,
                                Retention.UNTIL_DELIVERED)));
    }

    /// What a server that ended before left to do is done as soon as anybody is there.
    private static SessionListener atTheFirst(RetractionWork work) {
        AtomicBoolean begun = new AtomicBoolean();
        return new SessionListener() {
            @Override
            public void bound(Session session) {
                if (!begun.getAndSet(true)) {
                    work.wake();
                }
            }
        };
    }
}
