package dev.hermod.extensions.muc;

import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.StanzaException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// The forms of who wants to belong to a room and of who decides it (FORM_TYPE `muc#register`,
/// XEP-0045 7.10, 9.9).
final class RegistrationForms {
    static final String TYPE = "http://jabber.org/protocol/muc#register";
    static final String NICK = "muc#register_roomnick";
    static final String ALLOW = "muc#register_allow";

    /// Whom a decision is about; the XEP leaves it to us how a form says that.
    static final String PERSON = "muc#jid";

    /// What somebody may say of themselves to those who decide.
    private static final List<Field> ABOUT =
            List.of(
                    Field.of("muc#register_first", FieldType.TEXT_SINGLE, "Given name"),
                    Field.of("muc#register_last", FieldType.TEXT_SINGLE, "Family name"),
                    Field.of("muc#register_url", FieldType.TEXT_SINGLE, "A web page"),
                    Field.of("muc#register_email", FieldType.TEXT_SINGLE, "Email address"),
                    Field.of("muc#register_faqentry", FieldType.TEXT_MULTI, "FAQ entry"));

    private RegistrationForms() {}

    /// What a room wants to know of who wants to belong to it.
    ///
    /// @param nick the one they have now
    /// @param decided whether somebody decides it
    static Form questions(@Nullable String nick, boolean decided) {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.of(Form.FORM_TYPE, FieldType.HIDDEN, null, TYPE));
        fields.add(nickField(nick).asRequired());
        if (decided) {
            fields.addAll(ABOUT);
        }
        String instructions =
                decided
                        ? "The admins of this room are asked whether you may belong to it."
                        : "You become a member, and nobody else can use your nickname here.";
        return new Form(
                Form.Type.FORM,
                "Registration with this room",
                List.of(instructions),
                fields,
                List.of(),
                List.of());
    }

    private static Field nickField(@Nullable String nick) {
        return nick == null
                ? Field.of(NICK, FieldType.TEXT_SINGLE, "Desired nickname")
                : Field.of(NICK, FieldType.TEXT_SINGLE, "Desired nickname", nick);
    }

    /// What those who decide are asked.
    ///
    /// @param longest text of an answer that is passed on
    static Form approval(JID person, String nick, Form answers, int longest)
            throws StanzaException {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.of(Form.FORM_TYPE, FieldType.HIDDEN, null, TYPE));
        fields.add(Field.of(PERSON, FieldType.JID_SINGLE, "User ID", person.toString()));
        fields.add(nickField(nick));
        for (Field about : ABOUT) {
            String[] said = said(answers, about, longest);
            if (said.length > 0) {
                fields.add(about(about, said));
            }
        }
        fields.add(
                Field.of(
                        ALLOW,
                        FieldType.BOOLEAN,
                        "Allow this person to register with the room?",
                        "0"));
        return new Form(
                Form.Type.FORM,
                "Registration request",
                List.of("Somebody asks to belong to this room."),
                fields,
                List.of(),
                List.of());
    }

    private static Field about(Field question, String... said) {
        return new Field(
                question.name(),
                question.type(),
                question.label(),
                null,
                false,
                List.of(said),
                List.of());
    }

    private static String[] said(Form answers, Field about, int longest) throws StanzaException {
        List<String> said = about.name() == null ? List.of() : answers.values(about.name());
        if (said.stream().mapToInt(String::length).sum() > longest) {
            throw new StanzaException(
                    PacketError.Condition.not_acceptable, "at most " + longest + " characters");
        }
        return said.stream().filter(text -> !text.isBlank()).toArray(String[]::new);
    }
}
