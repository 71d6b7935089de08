package dev.hermod.extensions.muc;

import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.UUID;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.PacketError;

/// Messages by which people ask a room for something, and a room asks those who may grant it
/// (XEP-0045 7.13, 8.6, 9.9).
final class FormMessages {
    private static final String VALUE = "value";

    private FormMessages() {}

    /// Whether the message has a form of this kind.
    static boolean concern(FrozenElement message, String formType) {
        FrozenElement x = message.child("x", DataForms.NAMESPACE);
        return x != null
                && x.children("field", DataForms.NAMESPACE).stream()
                        .filter(field -> Form.FORM_TYPE.equals(field.attr("var")))
                        .map(field -> field.child(VALUE, DataForms.NAMESPACE))
                        .anyMatch(value -> value != null && value.text().equals(formType));
    }

    /// The form in a message; one that is submitted or given up.
    ///
    /// @throws StanzaException `bad-request` if it is neither
    static Form answers(Message message) throws StanzaException {
        Form form = DataForms.in(Stanzas.element(message));
        boolean answers =
                form != null
                        && (form.type() == Form.Type.SUBMIT || form.type() == Form.Type.CANCEL);
        if (form == null || !answers) {
            throw new StanzaException(PacketError.Condition.bad_request, "answers, please");
        }
        return form;
    }

    /// A question of the room.
    ///
    /// @param body for clients that show no forms
    static Message question(Room room, JID to, String body, Form form) {
        return Stanzas.message(
                FrozenElement.named("message", Stanzas.CLIENT)
                        .attribute("from", room.address().toString())
                        .attribute("to", to.toString())
                        .attribute("id", UUID.randomUUID().toString())
                        .child(FrozenElement.named("body", Stanzas.CLIENT).text(body).build())
                        .child(DataForms.element(form))
                        .build());
    }
}
