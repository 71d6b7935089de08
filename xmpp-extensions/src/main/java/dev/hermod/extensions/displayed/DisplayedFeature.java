package dev.hermod.extensions.displayed;

import dev.hermod.extensions.pubsub.PersonalNodes;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.Stage;
import dev.hermod.feature.Xep;

/// What accounts have displayed: their clients publish it, or have the server publish it with a
/// message that they send anyway, and their inboxes follow.
@Xep(
        number = 490,
        title = "Message Displayed Synchronization",
        version = "1.0.1",
        note = "With server assist; what is displayed is read in the inbox (XEP-0430).")
public final class DisplayedFeature implements Feature {
    static final String ASSIST = "urn:xmpp:mds:server-assist:0";

    private final PersonalNodes nodes;

    /// @param nodes has what is displayed, an item a chat
    public DisplayedFeature(PersonalNodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public void install(Installation on) {
        on.advertise(DiscoTarget.ACCOUNT, ASSIST);
        nodes.onChange(DisplayedPayload.NODE, new InboxMarks(on.services()));
        on.onMessage(Stage.REWRITE, new AssistedMarks(nodes)::look);
    }
}
