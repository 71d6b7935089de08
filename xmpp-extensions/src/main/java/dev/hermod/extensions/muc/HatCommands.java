package dev.hermod.extensions.muc;

import dev.hermod.extensions.disco.DiscoPayload;
import dev.hermod.feature.DiscoInfo;
import dev.hermod.feature.DiscoItem;
import dev.hermod.feature.Identity;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.Services;
import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// The commands by which a room's admins make hats and put them on its members (XEP-0317 3.2 to
/// 3.7, XEP-0050). Each is one form, which may come with the first request, so nothing is
/// remembered in between. In the room's lane.
final class HatCommands {
    static final String NAMESPACE = "http://jabber.org/protocol/commands";
    private static final String NODE = "urn:xmpp:hats:commands:";
    private static final int MOST_HATS = 100;
    private static final int MOST_WORN = 1_000;

    private final Services services;
    private final Rooms rooms;
    private final Standing standing;
    private final Ownership ownership;

    HatCommands(Services services, Rooms rooms, Standing standing, Ownership ownership) {
        this.services = services;
        this.rooms = rooms;
        this.standing = standing;
        this.ownership = ownership;
    }

    /// What can be done, and what it is called.
    private static final Map<String, String> NAMES =
            Map.of(
                    "create", "Make a hat",
                    "destroy", "Destroy a hat",
                    "list", "List hats",
                    "assign", "Assign a hat",
                    "unassign", "Take a hat away",
                    "list-assigned", "List who wears hats");

    /// The commands that somebody may use.
    static IQ items(Room room, IqRequest request) {
        List<DiscoItem> items =
                NAMES.keySet().stream()
                        .sorted()
                        .filter(name -> may(room, request.from(), name))
                        .map(name -> new DiscoItem(room.address(), NODE + name, NAMES.get(name)))
                        .toList();
        return request.result(DiscoPayload.items(items, NAMESPACE));
    }

    private static boolean may(Room room, JID who, String name) {
        Affiliation affiliation = room.affiliation(who);
        return affiliation.atLeast(Affiliation.ADMIN)
                || (name.equals("list")
                        && (affiliation.atLeast(Affiliation.MEMBER) || room.occupant(who) != null));
    }

    static boolean isCommand(String node) {
        return node.startsWith(NODE) && NAMES.containsKey(node.substring(NODE.length()));
    }

    /// What a command says of itself, to those who may use it.
    static IQ info(Room room, IqRequest request, String node) throws StanzaException {
        String name = node.substring(NODE.length());
        if (!may(room, request.from(), name)) {
            throw new StanzaException(PacketError.Condition.forbidden);
        }
        Identity identity = new Identity("automation", "command-node", NAMES.get(name));
        List<String> features = List.of(NAMESPACE, DataForms.NAMESPACE);
        return request.result(DiscoPayload.info(new DiscoInfo(List.of(identity), features), node));
    }

    /// One of the commands.
    void execute(Room room, IqRequest request) throws StanzaException {
        String node = request.payload().attr("node");
        if (node == null || request.iq().getType() != IQ.Type.set) {
            throw new StanzaException(PacketError.Condition.bad_request);
        }
        if (!isCommand(node)) {
            throw new StanzaException(PacketError.Condition.item_not_found, "no such command");
        }
        String name = node.substring(NODE.length());
        if (!may(room, request.from(), name)) {
            throw new StanzaException(PacketError.Condition.forbidden);
        }
        Form form = DataForms.in(request.payload());
        String action = request.payload().attr("action");
        if ("cancel".equals(action) || (form != null && form.type() == Form.Type.CANCEL)) {
            answer(request, "canceled", null);
        } else if (name.equals("list")) {
            answer(request, "completed", HatForms.list(room.settings().hats()));
        } else if (name.equals("list-assigned")) {
            answer(request, "completed", HatForms.assigned(room.settings().hats()));
        } else if (form == null) {
            answer(request, "executing", HatForms.questions(name, room.settings().hats()));
        } else {
            if (form.type() != Form.Type.SUBMIT || !HatForms.TYPE.equals(form.formType())) {
                throw new StanzaException(PacketError.Condition.bad_request, "answers, please");
            }
            carryOut(room, request, name, form);
        }
    }

    private void carryOut(Room room, IqRequest request, String name, Form form)
            throws StanzaException {
        Hats before = room.settings().hats();
        Hats after =
                switch (name) {
                    case "create" -> before.with(HatForms.hat(form));
                    case "destroy" -> before.without(HatForms.known(form, before).uri());
                    case "assign" -> assigned(room, before, form);
                    default -> unassigned(before, form);
                };
        if (after.all().size() > MOST_HATS || after.worn().size() > MOST_WORN) {
            throw new StanzaException(
                    PacketError.Condition.resource_constraint, "too many hats in this room");
        }
        if (!after.equals(before)) {
            RoomSettings settings = room.settings().withHats(after);
            rooms.storage()
                    .configure(
                            room.address(),
                            settings.listing(),
                            SettingsForm.text(settings, room.locked()));
            room.settings(settings);
        }
        answer(request, "completed", null);
        tell(room, before, after);
    }

    /// A hat is for members: what a room knows of people ends with their account, and so must what
    /// they wore.
    private static Hats assigned(Room room, Hats before, Form form) throws StanzaException {
        JID person = HatForms.person(form);
        if (!room.affiliation(person).atLeast(Affiliation.MEMBER)) {
            throw new StanzaException(
                    PacketError.Condition.not_acceptable, "hats are for members of this room");
        }
        return before.on(person, HatForms.known(form, before).uri());
    }

    private static Hats unassigned(Hats before, Form form) throws StanzaException {
        JID person = HatForms.person(form);
        String uri = HatForms.known(form, before).uri();
        if (!before.wears(person, uri)) {
            throw new StanzaException(
                    PacketError.Condition.item_not_found, "they do not wear this hat");
        }
        return before.off(person, uri);
    }

    private void tell(Room room, Hats before, Hats after) {
        for (Occupant occupant : List.copyOf(room.occupants())) {
            FrozenElement now = after.element(occupant.person());
            if (!Objects.equals(now, before.element(occupant.person()))) {
                standing.role(room, occupant, occupant.role(), UserItem.Cause.NONE);
            }
        }
        if (!after.all().equals(before.all())) {
            ownership.tell(room, List.of(Ownership.CHANGED));
        }
    }

    /// What somebody wears, as far as they belong to the room.
    static @Nullable FrozenElement worn(Room room, Occupant occupant) {
        Hats hats = room.settings().hats();
        return hats.worn().isEmpty()
                        || !room.affiliation(occupant.person()).atLeast(Affiliation.MEMBER)
                ? null
                : hats.element(occupant.person());
    }

    private void answer(IqRequest request, String status, @Nullable Form form) {
        String execution = request.payload().attr("sessionid");
        FrozenElement.Builder command =
                FrozenElement.named("command", NAMESPACE)
                        .attribute("node", request.payload().attr("node"))
                        .attribute(
                                "sessionid",
                                execution == null ? UUID.randomUUID().toString() : execution)
                        .attribute("status", status);
        if (status.equals("executing")) {
            command.child(
                    FrozenElement.named("actions", NAMESPACE)
                            .attribute("execute", "complete")
                            .child(FrozenElement.named("complete", NAMESPACE).build())
                            .build());
        }
        services.router()
                .route(
                        request.result(
                                command.child(form == null ? null : DataForms.element(form))
                                        .build()));
    }
}
