package dev.hermod.extensions.muc;

import dev.hermod.extensions.muc.Hats.Hat;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.Form.Option;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// The forms of the commands on hats (FORM_TYPE `urn:xmpp:hats:commands`, XEP-0317 3.8).
final class HatForms {
    static final String TYPE = "urn:xmpp:hats:commands";
    private static final String PERSON = "hats#jid";
    private static final String TITLE = "hats#title";
    private static final String URI_FIELD = "hats#uri";
    private static final String HUE = "hats#hue";
    private static final int LONGEST_TITLE = 100;
    private static final int LONGEST_URI = 500;
    private static final int FULL_CIRCLE = 360;

    private HatForms() {}

    static Form questions(String command, Hats hats) {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.of(Form.FORM_TYPE, FieldType.HIDDEN, null, TYPE));
        switch (command) {
            case "create" -> {
                fields.add(Field.of(TITLE, FieldType.TEXT_SINGLE, "Hat Title").asRequired());
                fields.add(Field.of(URI_FIELD, FieldType.TEXT_SINGLE, "Hat URI").asRequired());
                fields.add(Field.of(HUE, FieldType.TEXT_SINGLE, "Hat Hue"));
            }
            case "destroy" -> fields.add(choice(hats));
            default -> {
                fields.add(Field.of(PERSON, FieldType.JID_SINGLE, "User Address").asRequired());
                fields.add(choice(hats));
            }
        }
        return new Form(Form.Type.FORM, fields);
    }

    private static Field choice(Hats hats) {
        List<Option> options =
                hats.all().stream().map(hat -> new Option(hat.title(), hat.uri())).toList();
        return Field.choice(URI_FIELD, FieldType.LIST_SINGLE, "The hat", options).asRequired();
    }

    static Form list(Hats hats) {
        return table(
                "Hats",
                List.of(TITLE, URI_FIELD, HUE),
                hats.all().stream().map(HatForms::row).toList());
    }

    static Form assigned(Hats hats) {
        List<List<Field>> rows = new ArrayList<>();
        for (Hats.Worn worn : hats.worn()) {
            Hat hat = hats.hat(worn.uri());
            if (hat != null) {
                List<Field> row = new ArrayList<>();
                row.add(Field.answer(PERSON, worn.person().toString()));
                row.addAll(row(hat));
                rows.add(row);
            }
        }
        return table("Who wears which hat", List.of(PERSON, TITLE, URI_FIELD, HUE), rows);
    }

    private static List<Field> row(Hat hat) {
        return List.of(
                Field.answer(TITLE, hat.title()),
                Field.answer(URI_FIELD, hat.uri()),
                hat.hue() == null ? Field.answer(HUE) : Field.answer(HUE, hat.hue()));
    }

    private static Form table(String title, List<String> columns, List<List<Field>> rows) {
        return new Form(
                Form.Type.RESULT,
                title,
                List.of(),
                List.of(),
                columns.stream().map(Field::answer).toList(),
                rows);
    }

    /// The hat that somebody wants to make.
    static Hat hat(Form form) throws StanzaException {
        String title = form.value(TITLE);
        String uri = form.value(URI_FIELD);
        if (title == null || title.isBlank() || title.length() > LONGEST_TITLE) {
            throw notAcceptable("a title of at most " + LONGEST_TITLE + " characters, please");
        }
        if (uri == null || uri.length() > LONGEST_URI || !absolute(uri)) {
            throw notAcceptable("a URI of at most " + LONGEST_URI + " characters, please");
        }
        return new Hat(uri, title.strip(), hue(form.value(HUE)));
    }

    private static boolean absolute(String uri) {
        try {
            return new URI(uri).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static @Nullable String hue(@Nullable String text) throws StanzaException {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.matches("[0-9]{1,3}(\\.[0-9]{1,9})?") && Double.parseDouble(text) <= FULL_CIRCLE) {
            return text;
        }
        throw notAcceptable("a hue is between 0 and " + FULL_CIRCLE);
    }

    /// The hat that is meant.
    ///
    /// @throws StanzaException `item-not-found` when there is none
    static Hat known(Form form, Hats hats) throws StanzaException {
        Hat hat = hats.hat(form.value(URI_FIELD));
        if (hat == null) {
            throw new StanzaException(PacketError.Condition.item_not_found, "no such hat");
        }
        return hat;
    }

    static JID person(Form form) throws StanzaException {
        JID jid = Jids.parseOrNull(form.value(PERSON));
        if (jid == null || jid.getNode() == null) {
            throw new StanzaException(
                    PacketError.Condition.jid_malformed, "no address of a person");
        }
        return Jids.bare(jid);
    }

    private static StanzaException notAcceptable(String why) {
        return new StanzaException(PacketError.Condition.not_acceptable, why);
    }
}
