package dev.hermod.extensions.inbox;

import dev.hermod.extensions.inbox.Inboxes.Entry;
import dev.hermod.extensions.inbox.Inboxes.Totals;
import dev.hermod.stanza.ResultSets;
import dev.hermod.stanza.RsmRequest;
import dev.hermod.stanza.RsmResponse;
import dev.hermod.stanza.StanzaException;
import dev.hermod.storage.MessageIds;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.PacketError;

/// Reads `<inbox/>`, writes `<entry/>` and `<fin/>` (XEP-0430 section 3).
final class InboxPayload {
    static final String NAMESPACE = "urn:xmpp:inbox:1";

    private InboxPayload() {}

    /// What a client asks for.
    ///
    /// @param messages whether it wants to see the last message of each conversation
    record Query(boolean unreadOnly, boolean messages, RsmRequest page) {}

    /// @throws StanzaException `bad-request` when it is malformed
    static Query query(FrozenElement inbox) throws StanzaException {
        return new Query(
                flag(inbox, "unread-only", false),
                flag(inbox, "messages", true),
                ResultSets.requestIn(inbox));
    }

    private static boolean flag(FrozenElement inbox, String name, boolean byDefault)
            throws StanzaException {
        String value = inbox.attr(name);
        if (value == null) {
            return byDefault;
        }
        return switch (value) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default ->
                    throw new StanzaException(
                            PacketError.Condition.bad_request, name + " is neither true nor false");
        };
    }

    /// @param more what else it says, in a namespace of its own
    static FrozenElement entry(Entry entry, @Nullable FrozenElement more) {
        return FrozenElement.named("entry", NAMESPACE)
                .attribute("jid", entry.partner().toString())
                .attribute("unread", Integer.toString(entry.unread()))
                .attribute("id", MessageIds.wire(entry.lastId()))
                .child(more)
                .build();
    }

    /// @param sent the page
    /// @param count conversations that were asked for, whatever the page
    static FrozenElement fin(Totals totals, List<Entry> sent, int count) {
        return FrozenElement.named("fin", NAMESPACE)
                .attribute("total", Integer.toString(totals.conversations()))
                .attribute("unread", Integer.toString(totals.unread()))
                .attribute("all-unread", Long.toString(totals.unreadMessages()))
                .child(ResultSets.element(page(sent, count)))
                .build();
    }

    private static RsmResponse page(List<Entry> sent, int count) {
        return new RsmResponse(
                sent.isEmpty() ? null : MessageIds.wire(sent.getFirst().shownId()),
                OptionalInt.empty(),
                sent.isEmpty() ? null : MessageIds.wire(sent.getLast().shownId()),
                OptionalInt.of(count));
    }
}
