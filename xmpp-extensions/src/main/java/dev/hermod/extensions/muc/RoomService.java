package dev.hermod.extensions.muc;

import dev.hermod.extensions.archive.ArchiveReader;
import dev.hermod.feature.DomainService;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.Services;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/// A domain of rooms: takes each stanza to what answers it, in the lane of its room.
final class RoomService implements DomainService {
    private static final Logger log = LoggerFactory.getLogger(RoomService.class);

    /// Errors that say that a session cannot be reached any more (XEP-0045 14.2).
    private static final Set<PacketError.Condition> GONE =
            Set.of(
                    PacketError.Condition.gone,
                    PacketError.Condition.internal_server_error,
                    PacketError.Condition.item_not_found,
                    PacketError.Condition.jid_malformed,
                    PacketError.Condition.recipient_unavailable,
                    PacketError.Condition.redirect,
                    PacketError.Condition.remote_server_not_found,
                    PacketError.Condition.remote_server_timeout,
                    PacketError.Condition.service_unavailable);

    private final Services services;
    private final Rooms rooms;
    private final RoomOutlet outlet;
    private final Entering entering;
    private final Discussion discussion;
    private final PrivateMessages privateMessages;
    private final Relay relay;
    private final Invitations invitations;
    private final Administration administration;
    private final Ownership ownership;
    private final Registration registration;
    private final VoiceRequests voiceRequests;
    private final RoomVcards vcards;
    private final HatCommands hats;
    private final RoomDisco disco;
    private final ArchiveReader archive;

    RoomService(Services services, Rooms rooms, Whereabouts whereabouts, Absentees absentees) {
        this.outlet = new RoomOutlet(services);
        Announcements announcements = new Announcements(outlet);
        Standing standing = new Standing(services, rooms, announcements, whereabouts);
        this.services = services;
        this.rooms = rooms;
        this.entering =
                new Entering(
                        services, rooms, announcements, new Welcome(services, outlet), whereabouts);
        this.discussion = new Discussion(services, rooms, outlet, announcements, absentees);
        this.privateMessages = new PrivateMessages(services.router(), announcements);
        this.relay = new Relay(services.router());
        this.invitations = new Invitations(services, standing);
        this.administration =
                new Administration(
                        services.router(), standing, services.config().limits().roomListItems());
        this.ownership = new Ownership(services, rooms, standing, whereabouts, outlet);
        this.registration = new Registration(services, standing);
        this.voiceRequests = new VoiceRequests(services.router(), standing);
        this.vcards = new RoomVcards(services, rooms, ownership);
        this.hats = new HatCommands(services, rooms, standing, ownership);
        this.disco = new RoomDisco(rooms);
        this.archive = new ArchiveReader(services);
    }

    Entering entering() {
        return entering;
    }

    @Override
    public void receive(Packet stanza) {
        receive(stanza, () -> {});
    }

    @Override
    public void receive(Packet stanza, Runnable settled) {
        if (stanza.getTo().getNode() == null) {
            toService(stanza);
            settled.run();
            return;
        }
        JID address = Jids.bare(stanza.getTo());
        Rooms.Refusal refusal =
                why -> {
                    refuse(stanza, why);
                    settled.run();
                };
        switch (stanza) {
            case Presence presence ->
                    rooms.run(
                            address,
                            stanza,
                            (lane, room) -> presence(lane, room, presence),
                            refusal);
            case IQ iq -> rooms.run(address, stanza, (lane, room) -> iq(lane, room, iq), refusal);
            case Message message ->
                    rooms.run(
                            address,
                            stanza,
                            (lane, room) -> message(lane, room, message, settled),
                            refusal);
            default -> throw new IllegalArgumentException("no stanza: " + stanza.getClass());
        }
        if (!(stanza instanceof Message)) {
            settled.run();
        }
    }

    private void refuse(Packet stanza, StanzaException why) {
        if (Stanzas.isAnswerable(stanza)) {
            services.router().route(marked(stanza, Stanzas.error(stanza, why)));
        }
    }

    /// Clients know by the element of their request that it is about a room.
    private static Packet marked(Packet request, Packet error) {
        boolean join =
                request instanceof Presence
                        && Stanzas.element(request).child("x", Muc.JOIN) != null;
        FrozenElement x = FrozenElement.named("x", Muc.JOIN).build();
        return join ? Stanzas.presence(Stanzas.element(error).withChild(x)) : error;
    }

    private void presence(RoomLane lane, @Nullable Room room, Presence presence)
            throws StanzaException {
        Presence.Type type = presence.getType();
        if (type == null) {
            entering.available(lane, room, presence);
        } else if (type == Presence.Type.unavailable) {
            FrozenElement last = Entering.said(presence, lane.address()).with("type", null);
            entering.leave(lane, room, presence.getFrom(), last, List.of());
        } else if (type == Presence.Type.error) {
            lost(lane, room, presence);
        }
    }

    private void lost(RoomLane lane, @Nullable Room room, Packet error) {
        PacketError said = error.getError();
        if (said != null && GONE.contains(said.getCondition())) {
            FrozenElement silent = FrozenElement.named("presence", Stanzas.CLIENT).build();
            entering.leave(lane, room, error.getFrom(), silent, List.of(Announcements.TECHNICAL));
        }
    }

    private static Room there(@Nullable Room room) throws StanzaException {
        if (room == null) {
            throw new StanzaException(PacketError.Condition.item_not_found, "no such room");
        }
        return room;
    }

    /// @param settled runs when it is known what became of it
    private void message(RoomLane lane, @Nullable Room present, Message message, Runnable settled)
            throws StanzaException {
        if (message.getType() == Message.Type.error) {
            lost(lane, present, message);
            settled.run();
            return;
        }
        Room room = there(present);
        if (message.getTo().getResource() != null) {
            privateMessages.send(room, message);
        } else if (message.getType() == Message.Type.groupchat) {
            discussion.say(lane, room, message, settled);
            return;
        } else if (Invitations.concern(Stanzas.element(message))) {
            invitations.take(lane, room, message);
        } else if (FormMessages.concern(Stanzas.element(message), VoiceRequests.TYPE)) {
            voiceRequests.take(room, message);
        } else if (FormMessages.concern(Stanzas.element(message), RegistrationForms.TYPE)) {
            registration.decide(lane, room, message);
        } else {
            throw new StanzaException(
                    PacketError.Condition.bad_request, "to all, a message is of type groupchat");
        }
        settled.run();
    }

    private void iq(RoomLane lane, @Nullable Room present, IQ iq) throws StanzaException {
        if (iq.isResponse()) {
            relay.answer(iq);
            return;
        }
        Room room = there(present);
        if (iq.getTo().getResource() != null) {
            relay.request(room, iq);
            return;
        }
        FrozenElement payload = Objects.requireNonNull(Stanzas.payload(iq));
        IqRequest request = new IqRequest(iq, payload, null);
        boolean get = iq.getType() == IQ.Type.get;
        switch (payload.namespace()) {
            case Muc.ADMIN -> {
                if (get) {
                    administration.list(room, request);
                } else {
                    administration.change(lane, room, request);
                }
            }
            case Muc.OWNER -> {
                if (get) {
                    ownership.get(room, request);
                } else {
                    ownership.set(lane, room, request);
                }
            }
            case RoomDisco.INFO -> answer(get, () -> disco.info(room, request));
            case RoomDisco.ITEMS -> answer(get, () -> RoomDisco.items(room, request));
            case Registration.NAMESPACE -> registration.take(lane, room, request);
            case RoomVcards.NAMESPACE -> vcard(room, request, get);
            case HatCommands.NAMESPACE -> hats.execute(room, request);
            case "urn:xmpp:mam:2" -> archive(room, request, get);
            case "urn:xmpp:ping" -> answer(get, request::result);
            case Moderation.NAMESPACE -> discussion.moderation().moderate(lane, room, request);
            default -> throw new StanzaException(PacketError.Condition.service_unavailable);
        }
    }

    /// Makes an answer.
    @FunctionalInterface
    private interface Answering {
        IQ answer() throws StanzaException;
    }

    private void answer(boolean may, Answering answering) throws StanzaException {
        if (!may) {
            throw new StanzaException(PacketError.Condition.not_allowed);
        }
        services.router().route(answering.answer());
    }

    /// Whoever may read the archive does so beside what happens in the room.
    private void archive(Room room, IqRequest request, boolean get) throws StanzaException {
        RoomArchive view = RoomArchive.of(room, request.from());
        startBeside(request.iq(), () -> read(view, request, get));
    }

    private void vcard(Room room, IqRequest request, boolean get) throws StanzaException {
        if (get) {
            RoomVcards.requireReader(room, request);
            startBeside(request.iq(), () -> vcards.read(request));
        } else {
            vcards.set(room, request);
        }
    }

    private void startBeside(IQ iq, Answering answering) {
        Thread.ofVirtual().name("beside-rooms").start(() -> beside(iq, answering));
    }

    private IQ read(RoomArchive view, IqRequest request, boolean get) throws StanzaException {
        String name = request.payload().localName();
        if (name.equals("query") && !get) {
            return archive.query(request, view, outlet::send);
        }
        if (name.equals("query")) {
            return archive.form(request);
        }
        if (name.equals("metadata") && get) {
            return archive.metadata(request, view);
        }
        throw new StanzaException(PacketError.Condition.feature_not_implemented);
    }

    private void toService(Packet stanza) {
        if (stanza instanceof IQ iq && iq.isRequest()) {
            startBeside(iq, () -> ofService(iq));
        } else if (!(stanza instanceof Presence)) {
            refuse(stanza, new StanzaException(PacketError.Condition.service_unavailable));
        }
    }

    private IQ ofService(IQ iq) throws StanzaException {
        FrozenElement payload = Objects.requireNonNull(Stanzas.payload(iq));
        IqRequest request = new IqRequest(iq, payload, null);
        if (iq.getType() != IQ.Type.get) {
            throw new StanzaException(PacketError.Condition.service_unavailable);
        }
        return switch (payload.namespace()) {
            case RoomDisco.INFO -> disco.serviceInfo(request);
            case RoomDisco.ITEMS -> disco.serviceItems(request);
            case "urn:xmpp:ping" -> request.result();
            default -> throw new StanzaException(PacketError.Condition.service_unavailable);
        };
    }

    private void beside(IQ iq, Answering answering) {
        try {
            services.router().route(answering.answer());
        } catch (StanzaException why) {
            refuse(iq, why);
        } catch (StorageUnavailableException e) {
            log.warn("{} is not answered: {}", iq.getTo(), e.getMessage());
            refuse(iq, Rooms.storageAway());
        } catch (RuntimeException bug) {
            log.error("a request to {} could not be answered", iq.getTo(), bug);
            refuse(iq, new StanzaException(PacketError.Condition.internal_server_error));
        }
    }

    /// A session is over, and may have left without a word.
    void ended(JID session, JID room) {
        FrozenElement silent = FrozenElement.named("presence", Stanzas.CLIENT).build();
        rooms.run(
                room,
                (lane, present) -> entering.leave(lane, present, session, silent, List.of()),
                why ->
                        log.warn(
                                "{} may still be shown in {}: {}",
                                session,
                                room,
                                why.getMessage()));
    }

    /// A session that was there before the server restarted.
    void restored(JID session, JID room, Whereabouts.Place place) {
        rooms.run(
                room,
                (lane, present) -> entering.restore(lane, present, session, place),
                why -> log.debug("{} is not in {} any more: {}", session, room, why.getMessage()));
    }
}
