package dev.hermod.extensions.muc;

import dev.hermod.extensions.disco.DiscoPayload;
import dev.hermod.feature.DiscoInfo;
import dev.hermod.feature.DiscoItem;
import dev.hermod.feature.Identity;
import dev.hermod.feature.IqRequest;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.InvalidJidException;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.ResultSets;
import dev.hermod.stanza.RsmRequest;
import dev.hermod.stanza.RsmResponse;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.PacketError;

/// What rooms and their service say of themselves (XEP-0045 6.2 to 6.5).
final class RoomDisco {
    static final String INFO = DiscoPayload.INFO;
    static final String ITEMS = DiscoPayload.ITEMS;
    private static final String NICK = "x-roomuser-item";
    private static final int PAGE = 100;

    private static final List<String> COMMON =
            List.of(
                    INFO,
                    ITEMS,
                    Muc.JOIN,
                    Muc.JOIN + "#stable_id",
                    Muc.JOIN + "#self-ping-optimization",
                    Muc.OCCUPANT_IDS,
                    RoomVcards.NAMESPACE,
                    "urn:xmpp:ping");

    private final Rooms rooms;

    RoomDisco(Rooms rooms) {
        this.rooms = rooms;
    }

    /// Of the service.
    IQ serviceInfo(IqRequest request) throws StanzaException {
        refuseNode(request);
        List<String> features = new ArrayList<>(COMMON);
        features.add(ResultSets.NAMESPACE);
        features.add("muc_rooms");
        return request.result(
                DiscoPayload.info(
                        new DiscoInfo(
                                List.of(new Identity("conference", "text", "Rooms")), features),
                        null));
    }

    /// The public list.
    IQ serviceItems(IqRequest request) throws StanzaException {
        refuseNode(request);
        RsmRequest wish = ResultSets.requestIn(request.payload());
        RoomStorage.Window window =
                new RoomStorage.Window(
                        localpart(wish.after()), localpart(wish.before()), wish.limit(PAGE));
        RoomStorage.Page page = rooms.storage().listed(request.to().getDomain(), window);
        List<DiscoItem> items =
                page.rooms().stream()
                        .map(room ->
                                new DiscoItem(
                                        room.address(),
                                        null,
                                        room.name().isEmpty()
                                                ? room.address().getNode()
                                                : room.name()))
                        .toList();
        FrozenElement query = DiscoPayload.items(items, null);
        boolean whole = page.rooms().size() == page.total() && wish.equals(RsmRequest.ANY);
        if (whole) {
            return request.result(query);
        }
        String first = items.isEmpty() ? null : items.getFirst().jid().toString();
        String last = items.isEmpty() ? null : items.getLast().jid().toString();
        RsmResponse response =
                new RsmResponse(
                        first,
                        items.isEmpty() ? OptionalInt.empty() : OptionalInt.of(page.before()),
                        last,
                        OptionalInt.of(page.total()));
        return request.result(query.withChild(ResultSets.element(response)));
    }

    private static @Nullable String localpart(@Nullable String id) throws StanzaException {
        if (id == null || id.isEmpty()) {
            return id;
        }
        try {
            String node = Jids.parse(id).getNode();
            return node == null ? "" : node;
        } catch (InvalidJidException e) {
            throw new StanzaException(PacketError.Condition.item_not_found, "no such room");
        }
    }

    private static void refuseNode(IqRequest request) throws StanzaException {
        if (request.payload().attr("node") != null) {
            throw new StanzaException(PacketError.Condition.item_not_found);
        }
    }

    /// Of a room.
    IQ info(Room room, IqRequest request) throws StanzaException {
        String node = request.payload().attr("node");
        if (NICK.equals(node)) {
            return request.result(reservedNick(room, request));
        }
        if (node != null && HatCommands.isCommand(node)) {
            return HatCommands.info(room, request, node);
        }
        if (node != null) {
            throw new StanzaException(PacketError.Condition.feature_not_implemented);
        }
        RoomSettings settings = room.settings();
        String name = settings.name().isEmpty() ? room.address().getNode() : settings.name();
        return request.result(
                DiscoPayload.info(
                        new DiscoInfo(
                                List.of(new Identity("conference", "text", name)),
                                features(settings),
                                List.of(details(room))),
                        null));
    }

    /// Commands; or who is there, where anybody could come in and see, or has (XEP-0045 6.5).
    static IQ items(Room room, IqRequest request) throws StanzaException {
        if (HatCommands.NAMESPACE.equals(request.payload().attr("node"))) {
            return HatCommands.items(room, request);
        }
        refuseNode(request);
        boolean told =
                (room.settings().listed() && room.settings().open() && !room.locked())
                        || room.occupant(request.from()) != null;
        List<DiscoItem> occupants =
                told
                        ? room.occupants().stream()
                                .limit(PAGE)
                                .map(one -> new DiscoItem(one.address(), null, one.nick()))
                                .toList()
                        : List.of();
        return request.result(DiscoPayload.items(occupants, null));
    }

    private static FrozenElement reservedNick(Room room, IqRequest request) {
        Affiliate known = room.affiliate(request.from());
        FrozenElement.Builder query = FrozenElement.named("query", INFO).attribute("node", NICK);
        if (known != null && known.nick() != null) {
            query.child(
                    FrozenElement.named("identity", INFO)
                            .attribute("category", "conference")
                            .attribute("type", "text")
                            .attribute("name", known.nick())
                            .build());
        }
        return query.build();
    }

    private static List<String> features(RoomSettings settings) {
        List<String> features = new ArrayList<>(COMMON);
        features.add(Registration.NAMESPACE);
        features.add(Muc.JOIN + "#request");
        features.add(Moderation.NAMESPACE);
        features.add(Muc.HATS);
        features.add(HatCommands.NAMESPACE);
        features.add("urn:xmpp:message-retract:1");
        features.add("urn:xmpp:message-retract:1#tombstone");
        if (settings.archived()) {
            features.add("urn:xmpp:mam:2");
            features.add("urn:xmpp:mam:2#extended");
            features.add(Muc.STANZA_IDS);
        }
        features.add(settings.listed() ? "muc_public" : "muc_hidden");
        features.add(settings.persistent() ? "muc_persistent" : "muc_temporary");
        features.add(settings.membersOnly() ? "muc_membersonly" : "muc_open");
        features.add(settings.moderated() ? "muc_moderated" : "muc_unmoderated");
        features.add(settings.openJids() ? "muc_nonanonymous" : "muc_semianonymous");
        features.add(settings.password().isEmpty() ? "muc_unsecured" : "muc_passwordprotected");
        return features;
    }

    private static Form details(Room room) {
        RoomSettings settings = room.settings();
        List<Field> fields = new ArrayList<>();
        fields.add(Field.of(Form.FORM_TYPE, FieldType.HIDDEN, null, Muc.JOIN + "#roominfo"));
        fields.add(text("muc#roomconfig_roomname", "Name", settings.name()));
        fields.add(text("muc#roominfo_description", "Description", settings.description()));
        fields.add(text("muc#roominfo_lang", "Language", settings.language()));
        fields.add(
                text(
                        "muc#roominfo_occupants",
                        "Occupants",
                        Integer.toString(room.occupants().size())));
        fields.add(
                text(
                        "muc#maxhistoryfetch",
                        "Messages on entering, at most",
                        Integer.toString(settings.history())));
        fields.add(
                flag(
                        "muc#roominfo_subjectmod",
                        "The subject may be changed",
                        settings.subjectByAll()));
        fields.add(
                flag(
                        "muc#roomconfig_changesubject",
                        "Occupants may change the subject",
                        settings.subjectByAll()));
        fields.add(
                flag(
                        "muc#roomconfig_allowinvites",
                        "Members may invite",
                        settings.membersInvite()));
        if (!settings.avatar().isEmpty()) {
            fields.add(
                    Field.of(
                            "muc#roominfo_avatarhash",
                            FieldType.TEXT_MULTI,
                            "Avatar hash",
                            settings.avatar().toArray(String[]::new)));
        }
        if (!settings.hats().all().isEmpty()) {
            fields.add(text("hats#hash", "Hats hash", settings.hats().digest()));
        }
        return new Form(Form.Type.RESULT, fields);
    }

    private static Field text(String name, String label, String value) {
        return Field.of(name, FieldType.TEXT_SINGLE, label, value);
    }

    private static Field flag(String name, String label, boolean value) {
        return Field.of(name, FieldType.BOOLEAN, label, value ? "1" : "0");
    }
}
