package dev.hermod.extensions.muc;

import static dev.hermod.stanza.Form.FieldType.BOOLEAN;
import static dev.hermod.stanza.Form.FieldType.HIDDEN;
import static dev.hermod.stanza.Form.FieldType.JID_MULTI;
import static dev.hermod.stanza.Form.FieldType.LIST_MULTI;
import static dev.hermod.stanza.Form.FieldType.LIST_SINGLE;
import static dev.hermod.stanza.Form.FieldType.TEXT_PRIVATE;
import static dev.hermod.stanza.Form.FieldType.TEXT_SINGLE;

import dev.hermod.extensions.muc.RoomSettings.Allowed;
import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.Form.Option;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.XmlStreamException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// The configuration form of a room (FORM_TYPE `muc#roomconfig`, XEP-0045 10.1.3), which is also
/// how settings are stored.
final class SettingsForm {
    static final String TYPE = "http://jabber.org/protocol/muc#roomconfig";
    static final String PREFIX = "muc#roomconfig_";
    private static final String SECRET = "hermod#secret";
    private static final String AVATAR = "hermod#avatar";
    private static final String HATS = "hermod#hats";
    private static final String WORN = "hermod#worn";
    private static final String LOCKED = "hermod#locked";
    private static final List<Role> PRESENT =
            List.of(Role.MODERATOR, Role.PARTICIPANT, Role.VISITOR);

    private SettingsForm() {}

    /// Longest texts.
    record Bounds(int text, int maxOccupants, int history) {}

    /// Questions with the present answers.
    static Form questions(RoomSettings now, Collection<Affiliate> affiliates, Bounds bounds) {
        List<Field> fields = new ArrayList<>(fields(now, bounds));
        fields.add(people("roomadmins", "Admins of this room", affiliates, Affiliation.ADMIN));
        fields.add(people("roomowners", "Owners of this room", affiliates, Affiliation.OWNER));
        return new Form(
                Form.Type.FORM,
                "Configuration of this room",
                List.of("What is left out stays as it is."),
                fields,
                List.of(),
                List.of());
    }

    private static List<Field> fields(RoomSettings now, Bounds bounds) {
        return List.of(
                Field.of(Form.FORM_TYPE, HIDDEN, null, TYPE),
                text("roomname", TEXT_SINGLE, "Name", now.name()),
                text("roomdesc", TEXT_SINGLE, "Description", now.description()),
                text("lang", TEXT_SINGLE, "Language of the discussion", now.language()),
                flag("persistentroom", "Stays when nobody is there", now.persistent()),
                flag("publicroom", "Is in the public list", now.listed()),
                flag("membersonly", "Only members may enter", now.membersOnly()),
                flag("allowinvites", "Members may invite", now.membersInvite()),
                flag("moderatedroom", "Visitors need to be given voice", now.moderated()),
                flag(
                        "changesubject",
                        "Everybody with voice may change the subject",
                        now.subjectByAll()),
                flag("enablelogging", "What is said can be read later", now.archived()),
                flag(
                        "passwordprotectedroom",
                        "A password is needed to enter",
                        !now.password().isEmpty()),
                text("roomsecret", TEXT_PRIVATE, "Password", now.password()),
                choice(
                        "whois",
                        "Who sees real addresses",
                        now.openJids() ? "anyone" : "moderators",
                        "moderators",
                        "anyone"),
                choice(
                        "allowpm",
                        "Who may send private messages",
                        now.privateMessages().word(),
                        Arrays.stream(Allowed.values()).map(Allowed::word).toArray(String[]::new)),
                roles("presencebroadcast", "Whose presence is shown", now.broadcast()),
                roles("getmemberlist", "Who may see the list of members", now.memberList()),
                choice(
                        "maxusers",
                        "Most occupants",
                        Integer.toString(now.maxOccupants()),
                        sizes(now.maxOccupants(), bounds.maxOccupants())),
                text(
                        "historylength",
                        TEXT_SINGLE,
                        "Messages sent to who enters, at most " + bounds.history(),
                        Integer.toString(now.history())));
    }

    private static String[] sizes(int now, int most) {
        return java.util.stream.IntStream.of(
                        10, 20, 50, 100, 200, 500, 1_000, 5_000, 10_000, now, most)
                .filter(size -> size <= most || size == now)
                .sorted()
                .distinct()
                .mapToObj(Integer::toString)
                .toArray(String[]::new);
    }

    private static Field text(String name, FieldType type, String label, String value) {
        return Field.of(PREFIX + name, type, label, value);
    }

    private static Field flag(String name, String label, boolean value) {
        return Field.of(PREFIX + name, BOOLEAN, label, value ? "1" : "0");
    }

    private static Field choice(String name, String label, String value, String... words) {
        return Field.choice(PREFIX + name, LIST_SINGLE, label, options(words), value);
    }

    private static Field roles(String name, String label, Set<Role> chosen) {
        String[] values =
                PRESENT.stream().filter(chosen::contains).map(Role::word).toArray(String[]::new);
        String[] all = PRESENT.stream().map(Role::word).toArray(String[]::new);
        return Field.choice(PREFIX + name, LIST_MULTI, label, options(all), values);
    }

    private static List<Option> options(String... words) {
        return Arrays.stream(words).map(word -> new Option(null, word)).toList();
    }

    private static Field people(
            String name, String label, Collection<Affiliate> all, Affiliation which) {
        return Field.of(
                PREFIX + name,
                JID_MULTI,
                label,
                all.stream()
                        .filter(one -> one.affiliation() == which)
                        .map(one -> one.jid().toString())
                        .toArray(String[]::new));
    }

    /// The settings that answers make of the present ones.
    ///
    /// @throws StanzaException `not-acceptable` when they cannot be
    static RoomSettings answered(Form form, RoomSettings now, Bounds bounds)
            throws StanzaException {
        Answers answers = new Answers(form, bounds);
        return new RoomSettings(
                answers.text("roomname", now.name()),
                answers.text("roomdesc", now.description()),
                answers.text("lang", now.language()),
                answers.flag("publicroom", now.listed()),
                answers.flag("persistentroom", now.persistent()),
                answers.flag("membersonly", now.membersOnly()),
                answers.flag("moderatedroom", now.moderated()),
                answers.password(now.password()),
                answers.openJids(now.openJids()),
                answers.flag("allowinvites", now.membersInvite()),
                answers.flag("changesubject", now.subjectByAll()),
                answers.allowed(now.privateMessages()),
                answers.roles("presencebroadcast", now.broadcast()),
                answers.roles("getmemberlist", now.memberList()),
                answers.number("maxusers", now.maxOccupants(), 1, bounds.maxOccupants()),
                answers.number("historylength", now.history(), 0, bounds.history()),
                answers.flag("enablelogging", now.archived()),
                now.secret(),
                now.avatar(),
                now.hats());
    }

    /// Who is to have an affiliation now, or null where the form does not say.
    static @Nullable Set<JID> people(Form form, String name) throws StanzaException {
        Field field = form.field(PREFIX + name);
        if (field == null) {
            return null;
        }
        Set<JID> people = new java.util.LinkedHashSet<>();
        for (String value : field.values()) {
            JID jid = dev.hermod.stanza.Jids.parseOrNull(value.strip());
            if (!value.isBlank() && (jid == null || jid.getNode() == null)) {
                throw notAcceptable("\"" + value + "\" is no address of a person");
            }
            if (jid != null) {
                people.add(dev.hermod.stanza.Jids.bare(jid));
            }
        }
        return people;
    }

    /// Settings as they are stored.
    ///
    /// @param locked whether nobody has configured the room yet
    static String text(RoomSettings settings, boolean locked) {
        List<Field> fields =
                new ArrayList<>(
                        fields(settings, new Bounds(0, settings.maxOccupants(), 0)).stream()
                                .map(field ->
                                        Field.answer(
                                                java.util.Objects.requireNonNull(field.name()),
                                                field.values().toArray(String[]::new)))
                                .toList());
        fields.add(Field.answer(SECRET, settings.secret()));
        fields.add(Field.answer(AVATAR, settings.avatar().toArray(String[]::new)));
        fields.add(Field.answer(HATS, settings.hats().texts()));
        fields.add(Field.answer(WORN, settings.hats().wornTexts()));
        if (locked) {
            fields.add(Field.answer(LOCKED, "1"));
        }
        return ElementWriter.toXml(DataForms.element(new Form(Form.Type.SUBMIT, fields)));
    }

    /// Stored settings; what they lack, since they were stored by an earlier version, is as in a
    /// fresh room.
    static RoomSettings parse(String text, RoomSettings fresh) {
        try {
            Form form = DataForms.parse(ElementReader.parse(text));
            String secret = form.value(SECRET);
            RoomSettings read =
                    answered(
                            form,
                            fresh,
                            new Bounds(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE));
            return read.withHidden(
                    secret == null ? read.secret() : secret,
                    form.values(AVATAR),
                    Hats.parse(form.values(HATS), form.values(WORN)));
        } catch (XmlStreamException | StanzaException e) {
            throw new IllegalStateException("stored settings of a room cannot be read", e);
        }
    }

    /// Whether stored settings are those of a room that nobody has configured.
    static boolean locked(String text) {
        try {
            return DataForms.parse(ElementReader.parse(text)).flag(LOCKED, false);
        } catch (XmlStreamException | StanzaException e) {
            throw new IllegalStateException("stored settings of a room cannot be read", e);
        }
    }

    private static StanzaException notAcceptable(String why) {
        return new StanzaException(PacketError.Condition.not_acceptable, why);
    }

    /// What somebody filled in.
    private record Answers(Form form, Bounds bounds) {
        String text(String name, String now) throws StanzaException {
            String value = form.value(PREFIX + name);
            if (value == null) {
                return now;
            }
            if (value.length() > bounds.text()) {
                throw notAcceptable("at most " + bounds.text() + " characters");
            }
            return value.strip();
        }

        boolean flag(String name, boolean now) {
            return form.flag(PREFIX + name, now);
        }

        String password(String now) throws StanzaException {
            String secret = text("roomsecret", now);
            boolean wanted = flag("passwordprotectedroom", !now.isEmpty());
            if (wanted && secret.isEmpty()) {
                throw notAcceptable("a password is missing");
            }
            return wanted ? secret : "";
        }

        boolean openJids(boolean now) throws StanzaException {
            return switch (form.value(PREFIX + "whois")) {
                case null -> now;
                case "anyone" -> true;
                case "moderators" -> false;
                default -> throw notAcceptable("whois is anyone or moderators");
            };
        }

        Allowed allowed(Allowed now) throws StanzaException {
            String value = form.value(PREFIX + "allowpm");
            Allowed allowed = value == null ? now : Allowed.of(value);
            if (allowed == null) {
                throw notAcceptable("nobody is \"" + value + "\"");
            }
            return allowed;
        }

        Set<Role> roles(String name, Set<Role> now) {
            Field field = form.field(PREFIX + name);
            return field == null
                    ? now
                    : PRESENT.stream()
                            .filter(role -> field.values().contains(role.word()))
                            .collect(Collectors.toSet());
        }

        int number(String name, int now, int least, int most) throws StanzaException {
            String value = form.value(PREFIX + name);
            if (value == null || value.isBlank()) {
                return now;
            }
            try {
                int number = Integer.parseInt(value.strip());
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw notAcceptable(name + " is a number");
            }
            throw notAcceptable(name + " is between " + least + " and " + most);
        }
    }
}
