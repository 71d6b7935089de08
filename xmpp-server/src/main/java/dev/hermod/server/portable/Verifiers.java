package dev.hermod.server.portable;

import dev.hermod.auth.ScramHash;
import dev.hermod.auth.ScramVerifier;
import dev.hermod.xml.FrozenElement;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// What is kept of a password as an element (XEP-0227 4.3).
final class Verifiers {
    static final String NAMESPACE = "urn:xmpp:pie:0#scram";
    static final String NAME = "scram-credentials";

    private Verifiers() {}

    static FrozenElement element(ScramVerifier verifier) {
        return FrozenElement.named(NAME, NAMESPACE)
                .attribute("mechanism", verifier.hash().mechanism())
                .child(text("iter-count", Integer.toString(verifier.iterations())))
                .child(text("salt", base64(verifier.salt())))
                .child(text("server-key", base64(verifier.serverKey())))
                .child(text("stored-key", base64(verifier.storedKey())))
                .build();
    }

    /// Empty for a mechanism that is not known here.
    ///
    /// @throws IllegalArgumentException for what cannot be a verifier
    static Optional<ScramVerifier> parse(FrozenElement element) {
        return Arrays.stream(ScramHash.values())
                .filter(hash -> hash.mechanism().equals(element.attr("mechanism")))
                .findFirst()
                .map(hash ->
                        new ScramVerifier(
                                hash,
                                bytes(element, "salt"),
                                Integer.parseInt(value(element, "iter-count")),
                                bytes(element, "stored-key"),
                                bytes(element, "server-key")));
    }

    private static FrozenElement text(String name, String value) {
        return FrozenElement.named(name, NAMESPACE).text(value).build();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(FrozenElement element, String name) {
        return Base64.getDecoder().decode(value(element, name));
    }

    private static String value(FrozenElement element, String name) {
        FrozenElement child = element.child(name, NAMESPACE);
        if (child == null) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return child.text().strip();
    }
}
