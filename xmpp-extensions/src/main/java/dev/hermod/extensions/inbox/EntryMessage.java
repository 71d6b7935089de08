package dev.hermod.extensions.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermod.extensions.inbox.Inboxes.Entry;
import dev.hermod.extensions.muc.RoomEntry;
import dev.hermod.stanza.Delay;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.LogEntry;
import dev.hermod.storage.MessageIds;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/// A conversation as a client is told of it: the entry, and beside it its last message as the
/// archive would give it (XEP-0430 section 3.1).
///
/// @param more what else the entry says
/// @param message null when none is wanted or the archive does not have it any more
record EntryMessage(
        JID owner, Entry entry, @Nullable FrozenElement more, @Nullable LogEntry message) {
    private static final Logger log = LoggerFactory.getLogger(EntryMessage.class);

    /// Bytes of the message and of what else is said.
    int size() {
        return (message == null ? 0 : message.stanza().length)
                + (more == null ? 0 : more.asXML().getBytes(UTF_8).length);
    }

    /// @param asked the query, whose id stands for the `queryid` of XEP-0313
    Message stanza(IQ asked) {
        FrozenElement root =
                FrozenElement.named("message", Stanzas.CLIENT)
                        .attribute("from", owner.toString())
                        .attribute("to", asked.getFrom().toString())
                        .child(InboxPayload.entry(entry, more))
                        .child(result(asked.getID()).orElse(null))
                        .build();
        return Stanzas.message(root);
    }

    private Optional<FrozenElement> result(@Nullable String queryId) {
        return message == null
                ? Optional.empty()
                : forwarded(message)
                        .map(forwarded ->
                                FrozenElement.named("result", "urn:xmpp:mam:2")
                                        .attribute("queryid", queryId)
                                        .attribute("id", MessageIds.wire(message.id()))
                                        .child(forwarded)
                                        .build());
    }

    private FrozenElement stanzaId(long id) {
        return FrozenElement.named("stanza-id", "urn:xmpp:sid:0")
                .attribute("by", (entry.room() ? entry.partner() : owner).toString())
                .attribute("id", MessageIds.wire(id))
                .build();
    }

    private Optional<FrozenElement> forwarded(LogEntry logged) {
        try {
            FrozenElement kept = ElementReader.parse(logged.stanza());
            FrozenElement stanza = entry.room() ? RoomEntry.of(kept).said() : kept;
            Instant stamp = Instant.ofEpochMilli(logged.epochMillis());
            return Optional.of(
                    FrozenElement.named("forwarded", "urn:xmpp:forward:0")
                            .child(new Delay(stamp, null).element())
                            .child(stanza.withChild(stanzaId(logged.id())))
                            .build());
        } catch (XmlStreamException e) {
            log.error("entry {} of {} cannot be read", logged.id(), owner, e);
            return Optional.empty();
        }
    }
}
