package dev.hermod.extensions.caps;

import dev.hermod.extensions.caps.CapsInfo.Field;
import dev.hermod.extensions.caps.CapsInfo.Form;
import dev.hermod.extensions.caps.CapsInfo.Who;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for disco#info and reads the answer.
final class CapsInfoPayload {
    static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String FORMS = "jabber:x:data";

    private CapsInfoPayload() {}

    static FrozenElement query(CapsTag tag) {
        return FrozenElement.named("query", INFO).attribute("node", tag.discoNode()).build();
    }

    /// @param query the `<query/>` of an answer
    static CapsInfo read(FrozenElement query) {
        return new CapsInfo(
                query.children("identity", INFO).stream().map(CapsInfoPayload::identity).toList(),
                query.children("feature", INFO).stream()
                        .map(feature -> text(feature.attr("var")))
                        .toList(),
                query.children("x", FORMS).stream().map(CapsInfoPayload::form).toList());
    }

    private static Who identity(FrozenElement identity) {
        return new Who(
                text(identity.attr("category")),
                text(identity.attr("type")),
                text(identity.lang()),
                text(identity.attr("name")));
    }

    private static Form form(FrozenElement form) {
        return new Form(
                form.children("field", FORMS).stream().map(CapsInfoPayload::field).toList());
    }

    private static Field field(FrozenElement field) {
        List<String> values =
                field.children("value", FORMS).stream().map(FrozenElement::text).toList();
        return new Field(text(field.attr("var")), "hidden".equals(field.attr("type")), values);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
