package dev.hermod.auth;

import java.util.List;

/// What a stream's features told the client it may choose from; XEP-0474 signs it and SCRAM's `y`
/// flag is judged by it.
///
/// @param mechanisms the names of the mechanisms, strongest first
/// @param bindings the types of XEP-0440, strongest first; when empty that feature is not sent
public record SaslOffer(List<String> mechanisms, List<ChannelBindingType> bindings) {
    public SaslOffer {
        mechanisms = List.copyOf(mechanisms);
        bindings = List.copyOf(bindings);
    }
}
