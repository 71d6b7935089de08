package dev.hermod.extensions.caps;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermod.extensions.caps.CapsInfo.Field;
import dev.hermod.extensions.caps.CapsInfo.Form;
import dev.hermod.extensions.caps.CapsInfo.Who;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/// Makes verification strings (XEP-0115 5.1). All sorting is by octets of UTF-8.
final class VerificationString {
    private static final Comparator<String> BY_OCTETS =
            Comparator.comparing(text -> text.getBytes(UTF_8), Arrays::compareUnsigned);
    private static final Comparator<Who> BY_IDENTITY =
            Comparator.comparing(Who::category, BY_OCTETS)
                    .thenComparing(Who::type, BY_OCTETS)
                    .thenComparing(Who::lang, BY_OCTETS);

    private final ByteArrayOutputStream factors = new ByteArrayOutputStream(4096);

    private VerificationString() {}

    static String of(CapsInfo info, CapsHash hash) {
        return Base64.getEncoder().encodeToString(hash.digest(factors(info)));
    }

    /// The string S that is hashed.
    static byte[] factors(CapsInfo info) {
        VerificationString made = new VerificationString();
        info.identities().stream()
                .sorted(BY_IDENTITY)
                .map(who -> String.join("/", who.category(), who.type(), who.lang(), who.name()))
                .forEach(made::add);
        made.addSorted(info.features());
        info.forms().stream()
                .filter(form -> form.formType() != null)
                .sorted(Comparator.comparing(VerificationString::typeOf, BY_OCTETS))
                .forEach(made::add);
        return made.factors.toByteArray();
    }

    /// The least `FORM_TYPE` of the forms that count, by the order of the string; empty without
    /// any.
    static String firstFormType(CapsInfo info) {
        return info.forms().stream()
                .filter(form -> form.formType() != null)
                .map(VerificationString::typeOf)
                .min(BY_OCTETS)
                .orElse("");
    }

    /// The feature that comes last in the string; empty without any.
    static String lastFeature(CapsInfo info) {
        return info.features().stream().max(BY_OCTETS).orElse("");
    }

    static boolean sortsAfter(String text, String other) {
        return BY_OCTETS.compare(text, other) > 0;
    }

    private static String typeOf(Form form) {
        return Objects.requireNonNull(form.formType()).values().getFirst();
    }

    private void add(Form form) {
        add(typeOf(form));
        form.fields().stream()
                .filter(field -> !field.var().equals(Form.FORM_TYPE))
                .sorted(Comparator.comparing(Field::var, BY_OCTETS))
                .forEach(field -> {
                    add(field.var());
                    addSorted(field.values());
                });
    }

    private void addSorted(Collection<String> texts) {
        List<byte[]> sorted =
                texts.stream()
                        .map(VerificationString::octets)
                        .sorted(Arrays::compareUnsigned)
                        .toList();
        sorted.forEach(this::add);
    }

    private void add(String factor) {
        add(octets(factor));
    }

    private void add(byte[] factor) {
        factors.writeBytes(factor);
        factors.write('<');
    }

    /// A `<` inside a factor stays escaped, or one factor could pass for several (XEP-0115 5.1,
    /// last warning).
    private static byte[] octets(String factor) {
        return factor.replace("<", "&lt;").getBytes(UTF_8);
    }
}
