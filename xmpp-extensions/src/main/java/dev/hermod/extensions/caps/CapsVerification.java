package dev.hermod.extensions.caps;

import dev.hermod.extensions.caps.CapsInfo.Field;
import dev.hermod.extensions.caps.CapsInfo.Form;
import dev.hermod.extensions.caps.CapsInfo.Who;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides whether an answer proves what its tag promised (XEP-0115 5.4).
///
/// The string that is hashed does not say where features end and forms begin, nor where identities
/// do, so the same hash can have several meanings (XEP-0115 9.3, "Caps Poisoning"). Two checks
/// beyond the XEP's keep others out of the cache:
/// - Features passed off as identities: category, type and language must not hold a slash, and the
///   first two must be there, as XEP-0030 demands. No feature in use has that form.
/// - Features passed off as a form: the first of them would be the `FORM_TYPE`, and sort behind all
///   features that remain. So an answer whose first `FORM_TYPE` sorts behind its last feature is
///   believed of the one who gave it, but not shared. Real clients have features that sort behind
///   their forms.
final class CapsVerification {
    /// Real clients have some hundred parts in about 5,000 characters.
    private static final int MOST_PARTS = 2_000;

    private static final int MOST_CHARACTERS = 65_536;

    private CapsVerification() {}

    static Finding verify(CapsTag tag, CapsInfo info) {
        String fault = faultIn(info);
        if (fault != null) {
            return new Finding.Rejected(fault);
        }
        Set<String> features = Set.copyOf(info.features());
        Optional<CapsHash> hash = CapsHash.named(tag.hash());
        if (hash.isEmpty()) {
            return new Finding.Claimed(features);
        }
        if (!VerificationString.of(info, hash.get()).equals(tag.ver())) {
            return new Finding.Rejected("the hash does not match");
        }
        return couldHideFeatures(info)
                ? new Finding.Claimed(features)
                : new Finding.Proven(features);
    }

    private static boolean couldHideFeatures(CapsInfo info) {
        String formType = VerificationString.firstFormType(info);
        return !formType.isEmpty()
                && VerificationString.sortsAfter(formType, VerificationString.lastFeature(info));
    }

    private static @Nullable String faultIn(CapsInfo info) {
        if (isTooLarge(info)) {
            return "it is too large";
        }
        if (info.identities().isEmpty()
                || !info.identities().stream().allMatch(CapsVerification::proper)) {
            return "an identity is missing or incomplete";
        }
        if (repeats(info.identities())) {
            return "an identity is repeated";
        }
        if (repeats(info.features()) || info.features().contains("")) {
            return "a feature is repeated or empty";
        }
        return faultIn(info.forms());
    }

    private static boolean isTooLarge(CapsInfo info) {
        List<String> parts = info.parts();
        return parts.size() > MOST_PARTS
                || parts.stream().mapToInt(String::length).sum() > MOST_CHARACTERS;
    }

    private static boolean proper(Who who) {
        return !who.category().isEmpty()
                && !who.type().isEmpty()
                && (who.category() + who.type() + who.lang()).indexOf('/') < 0;
    }

    private static @Nullable String faultIn(List<Form> forms) {
        List<String> types = new ArrayList<>();
        for (Form form : forms) {
            Field type = form.formType();
            if (type == null) {
                continue;
            }
            if (form.valuesOf(Form.FORM_TYPE).stream().distinct().count() > 1) {
                return "a FORM_TYPE has several values";
            }
            types.add(type.values().getFirst());
        }
        return repeats(types) ? "a FORM_TYPE is repeated" : null;
    }

    private static boolean repeats(List<?> all) {
        return new HashSet<>(all).size() < all.size();
    }
}
