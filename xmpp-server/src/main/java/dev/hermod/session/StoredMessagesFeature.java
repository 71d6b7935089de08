package dev.hermod.session;

import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.Stage;
import dev.hermod.feature.Transit;
import dev.hermod.feature.Verdict;
import dev.hermod.feature.Xep;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/// Says that messages wait for those who are away (XEP-0160), and takes stanza-ids out of messages
/// that claim to be ours (XEP-0359 section 6): only the log gives them.
@Xep(number = 160, title = "Best Practices for Handling Offline Messages", version = "1.0.1")
@Xep(
        number = 359,
        title = "Unique and Stable Stanza IDs",
        version = "0.7.0",
        status = Xep.Status.PARTIAL,
        note =
                "Stanza-ids are given and forged ones removed; ids are not advertised before the"
                        + " archive can be asked for them.")
public final class StoredMessagesFeature implements Feature {
    @Override
    public void install(Installation on) {
        on.advertise(DiscoTarget.SERVER, "msgoffline");
        on.onMessage(Stage.REWRITE, StoredMessagesFeature::withoutForgedIds);
    }

    private static Verdict withoutForgedIds(Message message, Transit transit) {
        FrozenElement root = Stanzas.element(message);
        if (root.children("stanza-id", LogDelivery.STANZA_ID).stream()
                .noneMatch(id -> forged(id, transit))) {
            return Verdict.PASS;
        }
        return new Verdict.Replace(
                Stanzas.message(
                        root.withoutChildren(child ->
                                child.is("stanza-id", LogDelivery.STANZA_ID)
                                        && forged(child, transit))));
    }

    private static boolean forged(FrozenElement id, Transit transit) {
        @Nullable JID by = Jids.parseOrNull(id.attr("by"));
        return by == null || by.equals(transit.sender()) || by.equals(transit.recipient());
    }
}
