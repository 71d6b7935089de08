package dev.hermod.auth;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;

/// Fuzz target: what a client says while it logs in. A first byte chooses the mechanism; a line
/// that says `next` parts two messages. Nobody who does not know the password gets in, and nothing
/// is answered by an exception.
public final class SaslFuzz {
    private static final List<String> MECHANISMS =
            List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-1", "NONE");
    private static final String SEPARATOR = "\nnext\n";

    // Unknown to the fuzzer, and cheap to check.
    private static final Credentials CREDENTIALS =
            new Credentials(
                    List.of(
                            ScramVerifier.derive(
                                    "pw-" + new SecureRandom().nextLong(),
                                    ScramHash.SHA_256,
                                    16,
                                    new SecureRandom())),
                    false);

    private SaslFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        text(data);
        if (data.length == 0) {
            return;
        }
        SaslFixture server = new SaslFixture();
        server.accounts.put("juliet", CREDENTIALS);
        String mechanism = MECHANISMS.get((data[0] & 0xFF) % MECHANISMS.size());
        SaslExchange exchange = server.start(mechanism, SaslFixture.bound());
        String rest = new String(data, 1, data.length - 1, StandardCharsets.ISO_8859_1);
        for (String message : rest.split(SEPARATOR, 4)) {
            byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
            if (exchange.respond(bytes) instanceof SaslOutcome.Success success) {
                throw new AssertionError("let in as " + success.username());
            }
        }
    }

    private static void text(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        SaslData.decode(text)
                .ifPresent(bytes -> {
                    if (!SaslData.encode(bytes).equals(text)) {
                        throw new AssertionError("base64 of another spelling");
                    }
                });
    }
}
