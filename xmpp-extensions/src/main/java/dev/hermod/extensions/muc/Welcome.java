package dev.hermod.extensions.muc;

import dev.hermod.extensions.archive.ArchivedMessage;
import dev.hermod.extensions.archive.Archives;
import dev.hermod.extensions.archive.Selection;
import dev.hermod.feature.Services;
import dev.hermod.stanza.Delay;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.Stanzas;
import dev.hermod.stanza.Timestamps;
import dev.hermod.storage.MessageIds;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/// What somebody who enters is told of before: the last messages, out of the room's archive, and
/// the subject (XEP-0045 7.2.13, 7.2.15). In the room's lane.
final class Welcome {
    private static final Logger log = LoggerFactory.getLogger(Welcome.class);
    private static final int BYTES = 1_000_000;

    private final Services services;
    private final RoomOutlet outlet;

    Welcome(Services services, RoomOutlet outlet) {
        this.services = services;
        this.outlet = outlet;
    }

    /// What of the history somebody wants.
    ///
    /// @param after ids above this one
    /// @param chars of the stanzas as they are sent
    private record Wish(int most, long after, long chars) {
        static Wish of(@Nullable FrozenElement history, int most, Instant now) {
            if (history == null) {
                return new Wish(most, 0, Long.MAX_VALUE);
            }
            long wanted = number(history, "maxstanzas");
            long seconds = number(history, "seconds");
            Instant since = Timestamps.parseOrNull(history.attr("since"));
            long after = since == null ? 0 : before(since.isAfter(now) ? now : since);
            if (seconds != Long.MAX_VALUE) {
                long from = now.getEpochSecond() - seconds;
                after = Math.max(after, before(Instant.ofEpochSecond(Math.max(0, from))));
            }
            return new Wish((int) Math.min(most, wanted), after, number(history, "maxchars"));
        }

        private static long before(Instant time) {
            return MessageIds.first(time.toEpochMilli()) - 1;
        }

        private static long number(FrozenElement history, String name) {
            String text = history.attr(name);
            try {
                return text == null ? Long.MAX_VALUE : Math.max(0, Integer.parseInt(text.strip()));
            } catch (NumberFormatException e) {
                return Long.MAX_VALUE;
            }
        }

        boolean nothing() {
            return most == 0 || chars == 0;
        }
    }

    /// Sends what of the history is wanted.
    ///
    /// @param join what was asked with
    /// @return the first id of what it was told, [Long#MAX_VALUE] for nothing
    long history(Room room, JID session, FrozenElement join) {
        Wish wish =
                Wish.of(
                        join.child("history", Muc.JOIN),
                        room.settings().history(),
                        services.clock().instant());
        if (wish.nothing() || !room.settings().archived()) {
            return Long.MAX_VALUE;
        }
        List<ArchivedMessage> kept =
                services.storage()
                        .port(Archives.class)
                        .newest(
                                room.address(),
                                new Selection(null, wish.after(), room.reflected()),
                                new Archives.Bounds(wish.most(), BYTES))
                        .messages();
        List<Told> told = fitting(room, session, kept, wish.chars());
        told.forEach(one -> outlet.send(Stanzas.message(one.message())));
        return told.isEmpty() ? Long.MAX_VALUE : told.getFirst().id();
    }

    private record Told(long id, FrozenElement message) {}

    /// The newest of them that fit, oldest first.
    private static List<Told> fitting(
            Room room, JID session, List<ArchivedMessage> kept, long chars) {
        List<Told> fitting = new ArrayList<>();
        long left = chars;
        for (ArchivedMessage one : kept.reversed()) {
            FrozenElement message = message(room, session, one);
            if (message == null) {
                continue;
            }
            if (left != Long.MAX_VALUE) {
                left -= length(message);
                if (left < 0) {
                    break;
                }
            }
            fitting.addFirst(new Told(one.id(), message));
        }
        return fitting;
    }

    private static @Nullable FrozenElement message(Room room, JID session, ArchivedMessage kept) {
        try {
            FrozenElement reflected = KeptMessage.reflected(ElementReader.parse(kept.stanza()));
            return reflected
                    .withChild(Discussion.stanzaId(room.address(), kept.id()))
                    .withChild(new Delay(kept.received(), room.address()).element())
                    .addressed(reflected.attr("from"), session.toString());
        } catch (XmlStreamException e) {
            log.error("message {} of room {} cannot be read", kept.id(), room.address(), e);
            return null;
        }
    }

    private static int length(FrozenElement message) {
        String text = ElementWriter.toXml(message);
        return text.codePointCount(0, text.length());
    }

    /// An empty subject, too: it says that the history is over.
    void subject(Room room, JID session) {
        String text = room.subject();
        FrozenElement message = text == null ? noSubject(room) : parsed(room, text);
        outlet.send(
                Stanzas.readdressed(
                        Stanzas.message(message), Jids.parseOrNull(message.attr("from")), session));
    }

    private static FrozenElement parsed(Room room, String text) {
        try {
            return ElementReader.parse(text);
        } catch (XmlStreamException e) {
            log.error("the subject of room {} cannot be read", room.address(), e);
            return noSubject(room);
        }
    }

    private static FrozenElement noSubject(Room room) {
        return FrozenElement.named("message", Stanzas.CLIENT)
                .attribute("type", "groupchat")
                .attribute("from", room.address().toString())
                .child(FrozenElement.named("subject", Stanzas.CLIENT).build())
                .build();
    }
}
