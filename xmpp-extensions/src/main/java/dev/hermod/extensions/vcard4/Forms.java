package dev.hermod.extensions.vcard4;

import dev.hermod.xml.FrozenElement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The forms that there are.
final class Forms {
    private static final Pattern DATA =
            Pattern.compile("data:([^;,]*);base64,(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern TELEPHONE = Pattern.compile("[+]?[0-9().-]+");
    private static final Pattern GEO =
            Pattern.compile("geo:([^,;]+),([^,;]+).*", Pattern.CASE_INSENSITIVE);

    /// The element's own text.
    static final Form OWN_TEXT =
            one(property -> property.text().strip(), (to, value) -> to.text(value.value()));

    /// `tel:`, or a text where it is no number.
    static final Form PHONE = one(Forms::number, Forms::writeNumber);

    /// `geo:` with latitude and longitude.
    static final Form PLACE = place();

    /// What is inline, as Base64, or somewhere else, as an address: both as an address.
    static final Form MEDIUM = one(Forms::medium, Forms::writeMedium);

    private Forms() {}

    /// A value on its way into an element of a namespace.
    private record Written(String namespace, String value) {
        FrozenElement as(String child) {
            return FrozenElement.named(child, namespace).text(value).build();
        }
    }

    private static Form one(
            Function<FrozenElement, @Nullable String> reading,
            BiConsumer<FrozenElement.Builder, Written> writing) {
        return new Form() {
            @Override
            public List<String> read(FrozenElement property) {
                String value = reading.apply(property);
                return value == null ? List.of() : List.of(value);
            }

            @Override
            public void write(FrozenElement.Builder to, String namespace, List<String> values) {
                writing.accept(to, new Written(namespace, values.getFirst()));
            }
        };
    }

    /// The first child with one of these names; written with the first name.
    static Form child(String... names) {
        return one(
                property ->
                        Arrays.stream(names)
                                .map(name -> text(property, name))
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElse(null),
                (to, value) -> to.child(value.as(names[0])));
    }

    /// The child `uri`, without how it begins.
    static Form uri(String prefix) {
        return one(
                property -> without(prefix, text(property, "uri")),
                (to, value) ->
                        to.child(new Written(value.namespace(), prefix + value.value()).as("uri")));
    }

    /// A child for each of these names, what stands in several of one name as one.
    static Form parts(String... names) {
        return new Form() {
            @Override
            public List<String> read(FrozenElement property) {
                return Arrays.stream(names).map(name -> joined(property, name)).toList();
            }

            @Override
            public void write(FrozenElement.Builder to, String namespace, List<String> values) {
                for (int i = 0; i < names.length; i++) {
                    to.child(new Written(namespace, values.get(i)).as(names[i]));
                }
            }
        };
    }

    /// Any number of children with this name.
    static Form list(String name) {
        return new Form() {
            @Override
            public List<String> read(FrozenElement property) {
                return property.children(name, property.namespace()).stream()
                        .map(child -> child.text().strip())
                        .toList();
            }

            @Override
            public void write(FrozenElement.Builder to, String namespace, List<String> values) {
                values.forEach(value -> to.child(new Written(namespace, value).as(name)));
            }
        };
    }

    private static Form place() {
        return new Form() {
            @Override
            public List<String> read(FrozenElement property) {
                String uri = text(property, "uri");
                Matcher geo = GEO.matcher(uri == null ? "" : uri);
                return geo.matches() ? List.of(geo.group(1), geo.group(2)) : List.of();
            }

            @Override
            public void write(FrozenElement.Builder to, String namespace, List<String> values) {
                to.child(new Written(namespace, "geo:" + String.join(",", values)).as("uri"));
            }
        };
    }

    private static @Nullable String number(FrozenElement property) {
        String number = without("tel:", text(property, "uri"));
        return number == null ? text(property, "text") : number;
    }

    private static void writeNumber(FrozenElement.Builder to, Written number) {
        boolean isNumber = TELEPHONE.matcher(number.value()).matches();
        to.child(
                isNumber
                        ? new Written(number.namespace(), "tel:" + number.value()).as("uri")
                        : number.as("text"));
    }

    private static @Nullable String medium(FrozenElement property) {
        String inline = text(property, "BINVAL");
        String type = text(property, "TYPE");
        return inline == null
                ? text(property, "EXTVAL")
                : "data:%s;base64,%s"
                        .formatted(type == null ? "" : type, inline.replaceAll("\\s", ""));
    }

    private static void writeMedium(FrozenElement.Builder to, Written address) {
        Matcher data = DATA.matcher(address.value());
        if (data.matches()) {
            String type = data.group(1);
            to.child(type.isEmpty() ? null : new Written(address.namespace(), type).as("TYPE"));
            to.child(new Written(address.namespace(), data.group(2)).as("BINVAL"));
        } else {
            to.child(address.as("EXTVAL"));
        }
    }

    private static @Nullable String without(String prefix, @Nullable String uri) {
        return uri != null && uri.toLowerCase(Locale.ROOT).startsWith(prefix)
                ? uri.substring(prefix.length())
                : null;
    }

    private static String joined(FrozenElement property, String name) {
        return property.children(name, property.namespace()).stream()
                .map(child -> child.text().strip())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static @Nullable String text(FrozenElement property, String name) {
        FrozenElement child = property.child(name, property.namespace());
        return child == null ? null : child.text().strip();
    }
}
