package dev.hermod.session;

import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.Services;
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
/// that claim to be from anybody we answer for (XEP-0359 section 6): only the log gives ids for
/// accounts, and only a service of ours those of its own entities.
@Xep(number = 160, title = "Best Practices for Handling Offline Messages", version = "1.0.1")
@Xep(number = 359, title = "Unique and Stable Stanza IDs", version = "0.7.0")
public final class StoredMessagesFeature implements Feature {
    @Override
    public void install(Installation on) {
        Services services = on.services();
        on.portable(new PortableOffline(services));
        on.advertise(DiscoTarget.SERVER, "msgoffline");
        on.advertise(DiscoTarget.SERVER, LogDelivery.STANZA_ID);
        on.advertise(DiscoTarget.ACCOUNT, LogDelivery.STANZA_ID);
        on.onMessage(
                Stage.REWRITE, (message, transit) -> withoutForgedIds(message, transit, services));
    }

    private static Verdict withoutForgedIds(Message message, Transit transit, Services services) {
        FrozenElement root = Stanzas.element(message);
        if (root.children("stanza-id", LogDelivery.STANZA_ID).stream()
                .noneMatch(id -> forged(id, message, transit, services))) {
            return Verdict.PASS;
        }
        return new Verdict.Replace(
                Stanzas.message(
                        root.withoutChildren(child ->
                                child.is("stanza-id", LogDelivery.STANZA_ID)
                                        && forged(child, message, transit, services))));
    }

    private static boolean forged(
            FrozenElement id, Message message, Transit transit, Services services) {
        @Nullable JID by = Jids.parseOrNull(id.attr("by"));
        if (by == null || id.attr("id") == null || services.servesDomain(by.getDomain())) {
            return true;
        }
        boolean ofItsOwn =
                transit.origin() == null && message.getFrom().getDomain().equals(by.getDomain());
        return !ofItsOwn && services.disco().serviceDomains().contains(by.getDomain());
    }
}
