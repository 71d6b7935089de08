package dev.hermod.extensions.carbons;

import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.IqHandler;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.Slot;
import dev.hermod.feature.SlotText;
import dev.hermod.feature.Stage;
import dev.hermod.feature.Transit;
import dev.hermod.feature.Verdict;
import dev.hermod.feature.Xep;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import java.util.Optional;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.PacketError;

/// Lets clients switch carbons on and off, copies what is eligible, and drops what pretends to be
/// such a copy: only the server makes them, and gives them to sessions without routing them.
@Xep(
        number = 280,
        title = "Message Carbons",
        version = "1.0.1",
        note =
                "Private messages to occupants of a room are copied to all enabled clients, in the"
                        + " room or not.")
@Xep(number = 297, title = "Stanza Forwarding", version = "1.0")
public final class CarbonsFeature implements Feature {
    static final String NAMESPACE = "urn:xmpp:carbons:2";

    /// Says that the rules of section 6.1 are kept to the letter.
    static final String RULES = "urn:xmpp:carbons:rules:0";

    @Override
    public void install(Installation on) {
        on.advertise(DiscoTarget.SERVER, NAMESPACE);
        on.advertise(DiscoTarget.SERVER, RULES);
        Slot<Boolean> enabled = on.sessionSlot(Boolean.class, SlotText.flag("carbons"));
        onSet(on, "enable", switching(enabled, true));
        onSet(on, "disable", switching(enabled, false));
        on.onBind(
                NAMESPACE,
                NAMESPACE,
                "enable",
                (session, _) -> {
                    session.set(enabled, true);
                    return Optional.empty();
                });
        on.onMessage(Stage.CHECK, CarbonsFeature::withoutForged);
        on.onMessage(
                Stage.COPY,
                new CarbonCopies(
                        on.services().sessions(),
                        enabled,
                        on.accountState(_ -> new RecentlyCopied())));
    }

    private static void onSet(Installation on, String name, IqHandler own) {
        on.onIq(IqScope.OWN_ACCOUNT, IQ.Type.set, NAMESPACE, name, own);
        on.onIq(IqScope.ANY_ACCOUNT, IQ.Type.set, NAMESPACE, name, _ -> notAllowed());
    }

    private static IqHandler switching(Slot<Boolean> enabled, boolean on) {
        return request -> {
            request.localSession().set(enabled, on);
            return request.result();
        };
    }

    private static IQ notAllowed() throws StanzaException {
        throw new StanzaException(PacketError.Condition.not_allowed);
    }

    /// XEP-0280 section 11, CVE-2017-5589. A copy that a client bounces ends here, too, and so
    /// never gets back to whoever sent the original (section 10.3).
    private static Verdict withoutForged(Message message, Transit transit) {
        boolean claims =
                Stanzas.element(message).childElements().stream()
                        .anyMatch(child ->
                                child.is(Carbon.Direction.SENT.element(), NAMESPACE)
                                        || child.is(
                                                Carbon.Direction.RECEIVED.element(), NAMESPACE));
        return claims ? new Verdict.Drop("it pretends to be a carbon copy") : Verdict.PASS;
    }
}
