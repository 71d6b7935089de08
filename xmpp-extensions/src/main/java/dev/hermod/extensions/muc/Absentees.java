package dev.hermod.extensions.muc;

import dev.hermod.extensions.encryption.Encryption;
import dev.hermod.feature.Services;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.LogEntry;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/// Finds out whom a message concerns who is not in the room, on a thread of its own, and tells the
/// listeners. A room hands over what it knows at the time and goes on.
final class Absentees {
    private static final Logger log = LoggerFactory.getLogger(Absentees.class);

    /// Messages that may wait; more are passed over.
    private static final int MAXIMUM = 10_000;

    private static final String REPLIES = "urn:xmpp:reply:0";

    private final Services services;
    private final List<RoomMessageListener> listeners;
    private final BlockingQueue<Said> waiting = new ArrayBlockingQueue<>(MAXIMUM);
    private @Nullable Thread thread;

    Absentees(Services services, List<RoomMessageListener> listeners) {
        this.services = services;
        this.listeners = List.copyOf(listeners);
    }

    /// A message and what the room was like when all heard it.
    private record Said(
            JID room, String name, long id, FrozenElement message, JID sender, Crowd crowd) {}

    /// Who belongs to a room, and who is there; never changes.
    ///
    /// @param nicks of all members that are not outcasts: reserved, or the last one they had, or
    ///   else the name of their account
    record Crowd(Map<JID, String> nicks, Set<JID> there) {
        Crowd {
            nicks = Map.copyOf(nicks);
            there = Set.copyOf(there);
        }
    }

    /// In the room's lane: all who are there have been told, and it is committed.
    ///
    /// @param message with its id, as it was told
    void said(Room room, long id, FrozenElement message, JID sender) {
        if (listeners.isEmpty() || !room.settings().membersOnly() || !speaks(message)) {
            return;
        }
        Said said =
                new Said(
                        room.address(),
                        room.settings().name(),
                        id,
                        message,
                        Jids.bare(sender),
                        room.crowd());
        if (!waiting.offer(said)) {
            log.warn("nobody away hears of message {} in room {}", id, room.address());
        }
    }

    private static boolean speaks(FrozenElement message) {
        boolean changes =
                message.child("replace", "urn:xmpp:message-correct:0") != null
                        || message.child("retract", "urn:xmpp:message-retract:1") != null
                        || message.child("reactions", "urn:xmpp:reactions:0") != null;
        FrozenElement body = message.child("body", Stanzas.CLIENT);
        boolean encrypted = Encryption.of(message) == Encryption.CONTENT;
        return !changes && (encrypted || (body != null && !body.text().isEmpty()));
    }

    void start() {
        if (!listeners.isEmpty()) {
            thread = Thread.ofVirtual().name("absent-members").start(this::work);
        }
    }

    void stop() {
        Thread working = thread;
        if (working != null) {
            working.interrupt();
        }
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                tell(waiting.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Said said) {
        RoomMessage message = message(said);
        if (message.absent().isEmpty()) {
            return;
        }
        for (RoomMessageListener listener : listeners) {
            try {
                listener.said(message);
            } catch (RuntimeException bug) {
                log.error("message {} of room {} is not passed on", said.id(), said.room(), bug);
            }
        }
    }

    private RoomMessage message(Said said) {
        Map<JID, String> away =
                said.crowd().nicks().entrySet().stream()
                        .filter(one -> !said.crowd().there().contains(one.getKey()))
                        .filter(one -> !one.getKey().equals(said.sender()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Set<JID> mentioned = Mentions.in(said.message()).of(said.room(), away);
        JID answered = answered(said);
        List<RoomMessage.Absent> absent =
                away.keySet().stream()
                        .map(person ->
                                new RoomMessage.Absent(
                                        person,
                                        mentioned.contains(person),
                                        person.equals(answered)))
                        .toList();
        return new RoomMessage(
                said.room(), said.name(), said.id(), said.message(), said.sender(), absent);
    }

    /// Whose message this one replies to. In rooms its id in the archive is named (XEP-0461 3.1).
    private @Nullable JID answered(Said said) {
        FrozenElement reply = said.message().child("reply", REPLIES);
        String id = reply == null ? null : reply.attr("id");
        if (id == null) {
            return null;
        }
        try {
            List<LogEntry> found =
                    services.storage().messageLog().entries(said.room(), List.of(Long.valueOf(id)));
            return found.isEmpty() ? null : sender(found.getFirst());
        } catch (NumberFormatException e) {
            return null;
        } catch (StorageUnavailableException e) {
            log.debug("whom {} in room {} answers is not known", said.id(), said.room(), e);
            return null;
        }
    }

    private static @Nullable JID sender(LogEntry entry) {
        try {
            return KeptMessage.sender(ElementReader.parse(entry.stanza()));
        } catch (XmlStreamException e) {
            return null;
        }
    }
}
