package dev.hermod.extensions.vcard4;

import dev.hermod.extensions.vcard.VcardPayload;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The two formats of vCards: reads what both can say, and brings one up to date with the other.
enum VcardFormat {
    /// XEP-0054.
    TEMP(VcardPayload.NAME, VcardPayload.NAMESPACE) {
        @Override
        Optional<Kind> kind(String element) {
            return Kind.ofOld(element);
        }

        @Override
        Form form(Kind kind) {
            return kind.oldForm();
        }

        @Override
        Set<String> types(FrozenElement property) {
            Set<String> types = new HashSet<>();
            property.childElements()
                    .forEach(child -> types.add(child.localName().toLowerCase(Locale.ROOT)));
            return types;
        }

        @Override
        FrozenElement write(Property property) {
            String namespace = VcardPayload.NAMESPACE;
            FrozenElement.Builder element = FrozenElement.named(property.kind().old(), namespace);
            property.types().stream()
                    .sorted()
                    .forEach(type ->
                            element.child(
                                    FrozenElement.named(type.toUpperCase(Locale.ROOT), namespace)
                                            .build()));
            form(property.kind()).write(element, namespace, property.values());
            return element.build();
        }
    },

    /// RFC 6351.
    VCARD4("vcard", "urn:ietf:params:xml:ns:vcard-4.0") {
        @Override
        Optional<Kind> kind(String element) {
            return Kind.ofNow(element);
        }

        @Override
        Form form(Kind kind) {
            return kind.nowForm();
        }

        @Override
        Set<String> types(FrozenElement property) {
            FrozenElement parameters = property.child("parameters", namespace());
            Set<String> types = new HashSet<>();
            if (parameters != null) {
                for (FrozenElement type : parameters.children("type", namespace())) {
                    type.children("text", namespace())
                            .forEach(text ->
                                    types.add(text.text().strip().toLowerCase(Locale.ROOT)));
                }
                if (parameters.child("pref", namespace()) != null) {
                    types.add(PREFERRED);
                }
            }
            return types;
        }

        @Override
        FrozenElement write(Property property) {
            FrozenElement.Builder element =
                    FrozenElement.named(property.kind().now(), namespace())
                            .child(parameters(property.types()));
            form(property.kind()).write(element, namespace(), property.values());
            return element.build();
        }

        private @Nullable FrozenElement parameters(Set<String> types) {
            if (types.isEmpty()) {
                return null;
            }
            FrozenElement.Builder type = FrozenElement.named("type", namespace());
            List<String> words =
                    types.stream().filter(word -> !word.equals(PREFERRED)).sorted().toList();
            words.forEach(word -> type.child(text("text", word)));
            FrozenElement.Builder pref =
                    FrozenElement.named("pref", namespace()).child(text("integer", "1"));
            return FrozenElement.named("parameters", namespace())
                    .child(words.isEmpty() ? null : type.build())
                    .child(types.contains(PREFERRED) ? pref.build() : null)
                    .build();
        }

        private FrozenElement text(String name, String text) {
            return FrozenElement.named(name, namespace()).text(text).build();
        }
    };

    private static final String PREFERRED = "pref";

    private final String root;
    private final String namespace;

    VcardFormat(String root, String namespace) {
        this.root = root;
        this.namespace = namespace;
    }

    abstract Optional<Kind> kind(String element);

    abstract Form form(Kind kind);

    /// Everything that may be a type, in small letters.
    abstract Set<String> types(FrozenElement property);

    abstract FrozenElement write(Property property);

    String root() {
        return root;
    }

    String namespace() {
        return namespace;
    }

    boolean is(FrozenElement vcard) {
        return vcard.is(root, namespace);
    }

    FrozenElement empty() {
        return FrozenElement.named(root, namespace).build();
    }

    /// What it says that the other format can say as well.
    List<Property> properties(FrozenElement vcard) {
        return vcard.childElements().stream()
                .flatMap(child -> property(child).stream())
                .filter(property -> !property.isBlank())
                .toList();
    }

    private Optional<Property> property(FrozenElement child) {
        if (!child.namespace().equals(namespace)) {
            return Optional.empty();
        }
        return kind(child.localName())
                .flatMap(kind -> {
                    List<String> values = form(kind).read(child);
                    Set<String> types = types(child);
                    types.removeIf(type -> !kind.types().contains(type) && !pref(kind, type));
                    return values.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new Property(kind, types, values));
                });
    }

    private static boolean pref(Kind kind, String type) {
        return type.equals(PREFERRED) && !kind.types().isEmpty();
    }

    /// The vCard saying this, in place of what it says of these kinds of things. What it says
    /// already, and what the other format cannot say, stays as it is written.
    ///
    /// @return the vCard itself where nothing has to change
    FrozenElement updated(FrozenElement vcard, List<Property> wanted) {
        List<Property> missing = new ArrayList<>(wanted);
        boolean changed = false;
        FrozenElement.Builder now =
                FrozenElement.named(root, namespace).attribute("version", vcard.attr("version"));
        for (FrozenElement child : vcard.childElements()) {
            Optional<Property> said = property(child);
            if (said.isEmpty() || missing.remove(said.get())) {
                now.child(child);
            } else {
                changed |= !said.get().isBlank();
            }
        }
        missing.forEach(property -> now.child(write(property)));
        return changed || !missing.isEmpty() ? now.build() : vcard;
    }
}
