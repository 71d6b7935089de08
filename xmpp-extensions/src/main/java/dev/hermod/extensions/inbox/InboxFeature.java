package dev.hermod.extensions.inbox;

import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.Xep;
import org.xmpp.packet.IQ;

/// Tells a client at once which conversations there are, what was said last in each, and what is
/// unread.
@Xep(
        number = 430,
        title = "Inbox",
        version = "0.2.0",
        note =
                "Members-only rooms are in the inboxes of their members, and entries say what notifies (XEP-0492); fastenings (XEP-0427) are not collated.")
public final class InboxFeature implements Feature {
    private final EntryExtensions extensions;

    /// @param extensions what clients are told beside what the XEP has
    public InboxFeature(EntryExtensions extensions) {
        this.extensions = extensions;
    }

    @Override
    public void install(Installation on) {
        InboxRequests requests = new InboxRequests(on.services(), extensions);
        on.advertise(DiscoTarget.ACCOUNT, InboxPayload.NAMESPACE);
        on.onIqBlocking(
                IqScope.OWN_ACCOUNT,
                IQ.Type.get,
                InboxPayload.NAMESPACE,
                "inbox",
                requests::answer);
    }
}
