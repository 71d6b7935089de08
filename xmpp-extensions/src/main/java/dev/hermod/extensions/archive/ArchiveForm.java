package dev.hermod.extensions.archive;

import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import org.xmpp.packet.PacketError;

/// The form of archive queries (XEP-0313 section 4.1).
final class ArchiveForm {
    /// XEP-0431 section 3.1.
    static final String WORDS = "{urn:xmpp:fulltext:0}fulltext";

    private static final String VALIDATION = "http://jabber.org/protocol/xdata-validate";

    private static final Form BLANK =
            new Form(
                    Form.Type.FORM,
                    List.of(
                            Field.of(
                                    Form.FORM_TYPE, FieldType.HIDDEN, null, ArchiveQuery.NAMESPACE),
                            Field.of("with", FieldType.JID_SINGLE, null),
                            Field.of("start", FieldType.TEXT_SINGLE, null),
                            Field.of("end", FieldType.TEXT_SINGLE, null),
                            Field.of("before-id", FieldType.TEXT_SINGLE, null),
                            Field.of("after-id", FieldType.TEXT_SINGLE, null),
                            Field.of("include-groupchat", FieldType.BOOLEAN, null),
                            Field.of(WORDS, FieldType.TEXT_SINGLE, null)));

    private ArchiveForm() {}

    /// The form to fill in; any id may be named, none is listed (section 4.1.5).
    static FrozenElement blank() {
        FrozenElement open =
                FrozenElement.named("validate", VALIDATION)
                        .attribute("datatype", "xs:string")
                        .child(FrozenElement.named("open", VALIDATION).build())
                        .build();
        FrozenElement ids =
                FrozenElement.named("field", DataForms.NAMESPACE)
                        .attribute("var", "ids")
                        .attribute("type", FieldType.LIST_MULTI.word())
                        .child(open)
                        .build();
        return FrozenElement.named("query", ArchiveQuery.NAMESPACE)
                .child(DataForms.element(BLANK).withChild(ids))
                .build();
    }

    /// Refuses a form of another kind and fields that are not in ours.
    static void check(Form form) throws StanzaException {
        if (!ArchiveQuery.NAMESPACE.equals(form.formType())) {
            throw new StanzaException(PacketError.Condition.bad_request, "a form of another kind");
        }
        for (Field field : form.fields()) {
            String name = field.name();
            if (name != null && !name.equals("ids") && BLANK.field(name) == null) {
                throw new StanzaException(
                        PacketError.Condition.feature_not_implemented, "no such field: " + name);
            }
        }
    }
}
