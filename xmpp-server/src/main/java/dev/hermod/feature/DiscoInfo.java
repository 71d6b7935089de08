package dev.hermod.feature;

import dev.hermod.stanza.Form;
import java.util.List;

/// The answer to disco#info (XEP-0030 3.1): at least one identity, and features without
/// repetitions.
///
/// @param forms extended information (XEP-0128), each form with a `FORM_TYPE`
public record DiscoInfo(List<Identity> identities, List<String> features, List<Form> forms) {
    public DiscoInfo {
        identities = List.copyOf(identities);
        features = List.copyOf(features);
        forms = List.copyOf(forms);
    }

    /// An answer without extended information.
    public DiscoInfo(List<Identity> identities, List<String> features) {
        this(identities, features, List.of());
    }
}
