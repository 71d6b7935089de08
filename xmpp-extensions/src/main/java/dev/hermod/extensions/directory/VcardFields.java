package dev.hermod.extensions.directory;

import dev.hermod.extensions.vcard.VcardPayload;
import dev.hermod.xml.FrozenElement;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// What an account is found by: its name, and what its vCard says (XEP-0054).
final class VcardFields {
    private static final int LONGEST = 200;

    private VcardFields() {}

    /// Of an account.
    ///
    /// @param vcard `null` where there is none
    static Directory.Entry of(JID owner, @Nullable FrozenElement vcard) {
        Map<DirectoryField, String> fields = new EnumMap<>(DirectoryField.class);
        fields.put(DirectoryField.USER, owner.getNode());
        if (vcard != null) {
            put(fields, DirectoryField.FIRST, inside(vcard, "N", "GIVEN"));
            put(fields, DirectoryField.LAST, inside(vcard, "N", "FAMILY"));
            put(fields, DirectoryField.NICK, child(vcard, "NICKNAME"));
            put(fields, DirectoryField.EMAIL, inside(vcard, "EMAIL", "USERID"));
        }
        return new Directory.Entry(owner, fields);
    }

    private static void put(
            Map<DirectoryField, String> fields,
            DirectoryField field,
            @Nullable FrozenElement element) {
        String text = element == null ? "" : element.text().strip();
        if (!text.isEmpty() && text.length() <= LONGEST) {
            fields.put(field, text);
        }
    }

    private static @Nullable FrozenElement inside(FrozenElement vcard, String outer, String inner) {
        FrozenElement found = child(vcard, outer);
        return found == null ? null : child(found, inner);
    }

    private static @Nullable FrozenElement child(FrozenElement parent, String name) {
        return parent.child(name, VcardPayload.NAMESPACE);
    }
}
