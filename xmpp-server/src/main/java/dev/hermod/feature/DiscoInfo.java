package dev.hermod.feature;

import java.util.List;

/// The answer to disco#info (XEP-0030 3.1): at least one identity, and features without
/// repetitions.
public record DiscoInfo(List<Identity> identities, List<String> features) {
    public DiscoInfo {
        identities = List.copyOf(identities);
        features = List.copyOf(features);
    }
}
