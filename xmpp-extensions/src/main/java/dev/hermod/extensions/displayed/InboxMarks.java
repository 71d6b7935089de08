package dev.hermod.extensions.displayed;

import dev.hermod.extensions.inbox.Inboxes;
import dev.hermod.extensions.pubsub.NodeHook;
import dev.hermod.extensions.pubsub.PersonalNodes.NodeItem;
import dev.hermod.feature.Services;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.LogEntry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Moves conversations of the inbox to where their items say that everything is read. Ids that are
/// not of the conversation change nothing (XEP-0490 5.1).
record InboxMarks(Services services) implements NodeHook {
    @Override
    public void published(JID account, String node, List<NodeItem> items) {
        for (NodeItem item : items) {
            JID chat = Jids.parseOrNull(item.id());
            if (chat != null) {
                payload(item).ifPresent(displayed -> mark(account, Jids.bare(chat), displayed));
            }
        }
    }

    private static Optional<DisplayedPayload> payload(NodeItem item) {
        return Optional.ofNullable(item.payload()).flatMap(DisplayedPayload::in);
    }

    /// Private messages of somebody in a room are the account's own, as its conversation with the
    /// room.
    private void mark(JID account, JID partner, DisplayedPayload displayed) {
        LogEntry entry = entry(displayed);
        if (entry == null) {
            return;
        }
        if (displayed.by().equals(account)) {
            if (entry.conversation().equals(partner)) {
                inboxes().displayed(account, partner, entry.id(), false);
            }
        } else if (displayed.by().equals(partner) && !services.router().localAccount(partner)) {
            inboxes().displayed(account, partner, entry.id(), true);
        }
    }

    private @Nullable LogEntry entry(DisplayedPayload displayed) {
        try {
            List<Long> id = List.of(Long.valueOf(displayed.id()));
            return services.storage().messageLog().entries(displayed.by(), id).stream()
                    .findFirst()
                    .orElse(null);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private Inboxes inboxes() {
        return services.storage().port(Inboxes.class);
    }
}
