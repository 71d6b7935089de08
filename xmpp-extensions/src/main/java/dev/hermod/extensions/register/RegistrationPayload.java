package dev.hermod.extensions.register;

import dev.hermod.extensions.register.RegistrationRequest.Malformed;
import dev.hermod.extensions.register.RegistrationRequest.Removal;
import dev.hermod.extensions.register.RegistrationRequest.Submission;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads and writes `<query xmlns='jabber:iq:register'/>`, the plain fields and the form alike; the
/// form wins (XEP-0077 6).
final class RegistrationPayload {
    static final String NAMESPACE = "jabber:iq:register";
    private static final String FORMS = "jabber:x:data";
    private static final String FORM_TYPE = "FORM_TYPE";
    private static final Set<String> FORM_TYPES = Set.of(NAMESPACE, NAMESPACE + ":changepassword");
    private static final String INSTRUCTIONS = "Choose a username and a password.";

    private RegistrationPayload() {}

    static RegistrationRequest read(FrozenElement query) {
        List<FrozenElement> children = query.childElements();
        if (query.child("remove", NAMESPACE) != null) {
            return children.size() == 1
                    ? new Removal()
                    : new Malformed("<remove/> must stand alone");
        }
        FrozenElement form = query.child("x", FORMS);
        return form == null
                ? new Submission(text(query, "username"), text(query, "password"))
                : submitted(form);
    }

    private static RegistrationRequest submitted(FrozenElement form) {
        if (!"submit".equals(form.attr("type"))) {
            return new Malformed("the form is not submitted");
        }
        String type = value(form, FORM_TYPE);
        return type == null || FORM_TYPES.contains(type)
                ? new Submission(value(form, "username"), value(form, "password"))
                : new Malformed("the form is another one");
    }

    private static @Nullable String text(FrozenElement query, String field) {
        FrozenElement found = query.child(field, NAMESPACE);
        return found == null ? null : found.text();
    }

    private static @Nullable String value(FrozenElement form, String var) {
        return form.children("field", FORMS).stream()
                .filter(field -> var.equals(field.attr("var")))
                .flatMap(field -> field.children("value", FORMS).stream())
                .map(FrozenElement::text)
                .findFirst()
                .orElse(null);
    }

    /// What a new account needs.
    static FrozenElement blank() {
        return FrozenElement.named("query", NAMESPACE)
                .child(element("instructions", INSTRUCTIONS))
                .child(element("username", null))
                .child(element("password", null))
                .child(form())
                .build();
    }

    /// What is on file of an account, which does not include its password.
    static FrozenElement registered(String username) {
        return FrozenElement.named("query", NAMESPACE)
                .child(element("registered", null))
                .child(element("username", username))
                .child(element("password", null))
                .build();
    }

    private static FrozenElement element(String name, @Nullable String text) {
        return FrozenElement.named(name, NAMESPACE).text(text).build();
    }

    private static FrozenElement form() {
        return FrozenElement.named("x", FORMS)
                .attribute("type", "form")
                .child(FrozenElement.named("title", FORMS).text("Registration").build())
                .child(FrozenElement.named("instructions", FORMS).text(INSTRUCTIONS).build())
                .child(
                        field("hidden", FORM_TYPE)
                                .child(FrozenElement.named("value", FORMS).text(NAMESPACE).build())
                                .build())
                .child(required("text-single", "username", "Username"))
                .child(required("text-private", "password", "Password"))
                .build();
    }

    private static FrozenElement required(String type, String var, String label) {
        return field(type, var)
                .attribute("label", label)
                .child(FrozenElement.named("required", FORMS).build())
                .build();
    }

    private static FrozenElement.Builder field(String type, String var) {
        return FrozenElement.named("field", FORMS).attribute("type", type).attribute("var", var);
    }
}
