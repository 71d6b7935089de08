package dev.hermod.extensions.contact;

import dev.hermod.config.ContactAddresses;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.Xep;
import dev.hermod.stanza.Form;
import java.util.ArrayList;
import java.util.List;

/// Tells the configured contact addresses in the answer of disco#info; without any, nothing.
@Xep(number = 157, title = "Contact Addresses for XMPP Services", version = "1.1.1")
public final class ContactAddressesFeature implements Feature {
    static final String FORM_TYPE = "http://jabber.org/network/serverinfo";

    @Override
    public void install(Installation on) {
        ContactAddresses addresses = on.services().config().contactAddresses();
        List<Form.Field> fields = new ArrayList<>();
        fields.add(Form.Field.of(Form.FORM_TYPE, Form.FieldType.HIDDEN, null, FORM_TYPE));
        add(fields, "abuse-addresses", addresses.abuse());
        add(fields, "admin-addresses", addresses.admin());
        add(fields, "feedback-addresses", addresses.feedback());
        add(fields, "sales-addresses", addresses.sales());
        add(fields, "security-addresses", addresses.security());
        add(fields, "status-addresses", addresses.status());
        add(fields, "support-addresses", addresses.support());
        if (fields.size() > 1) {
            on.discoForm(DiscoTarget.SERVER, new Form(Form.Type.RESULT, fields));
        }
    }

    private static void add(List<Form.Field> fields, String name, List<String> values) {
        if (!values.isEmpty()) {
            Form.FieldType type = Form.FieldType.LIST_MULTI;
            fields.add(new Form.Field(name, type, null, null, false, values, List.of()));
        }
    }
}
