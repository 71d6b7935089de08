package dev.hermod.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.stream.Collectors;

/// The attribute `h` by which a client notices that the offer was changed on its way (XEP-0474
/// version 0.5.0).
final class DowngradeHash {
    private static final String BETWEEN_ITEMS = "\u001e";
    private static final String BETWEEN_LISTS = "\u001f";

    private DowngradeHash() {}

    /// The hash of the sorted offer in base64. All names are ASCII, so that the order of strings is
    /// that of octets.
    static String of(SaslOffer offer, ScramHash hash) {
        String input =
                offer.mechanisms().stream().sorted().collect(Collectors.joining(BETWEEN_ITEMS));
        if (!offer.bindings().isEmpty()) {
            input += BETWEEN_LISTS + bindings(offer);
        }
        return Base64.getEncoder().encodeToString(ScramCrypto.digest(hash, input.getBytes(UTF_8)));
    }

    private static String bindings(SaslOffer offer) {
        return offer.bindings().stream()
                .map(ChannelBindingType::wireName)
                .sorted()
                .collect(Collectors.joining(BETWEEN_ITEMS));
    }
}
