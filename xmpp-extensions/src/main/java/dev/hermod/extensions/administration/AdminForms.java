package dev.hermod.extensions.administration;

import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.InvalidJidException;
import dev.hermod.stanza.Jids;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.xmpp.packet.JID;

/// The forms of service administration, with the fields that XEP-0133 8.2 registers.
final class AdminForms {
    static final String ACCOUNT = "accountjid";
    static final String ACCOUNTS = "accountjids";
    static final Form EMPTY = new Form(Form.Type.SUBMIT, List.of());

    private AdminForms() {}

    static Form asking(String title, String instructions, Field... fields) {
        return new Form(
                Form.Type.FORM,
                title,
                List.of(instructions),
                typed(List.of(fields)),
                List.of(),
                List.of());
    }

    static Form telling(Field... fields) {
        return new Form(Form.Type.RESULT, typed(List.of(fields)));
    }

    private static List<Field> typed(List<Field> fields) {
        List<Field> all = new ArrayList<>();
        all.add(Field.of(Form.FORM_TYPE, FieldType.HIDDEN, null, AdminCommands.NAMESPACE));
        all.addAll(fields);
        return all;
    }

    static Field account() {
        return Field.of(ACCOUNT, FieldType.JID_SINGLE, "The account, as in user@domain")
                .asRequired();
    }

    static Field accounts(String label) {
        return Field.of(ACCOUNTS, FieldType.JID_MULTI, label).asRequired();
    }

    /// The account that was filled in, which the form has checked.
    static JID account(Form answers) {
        return checked(String.valueOf(answers.value(ACCOUNT)));
    }

    /// The accounts or sessions that were filled in, each once; empty lines do not count.
    static SequencedSet<JID> accounts(Form answers) {
        SequencedSet<JID> addresses = new LinkedHashSet<>();
        for (String address : answers.values(ACCOUNTS)) {
            if (!address.isEmpty()) {
                addresses.add(checked(address));
            }
        }
        return addresses;
    }

    private static JID checked(String address) {
        try {
            return Jids.parse(address);
        } catch (InvalidJidException e) {
            throw new IllegalArgumentException("the form has let pass " + address, e);
        }
    }
}
