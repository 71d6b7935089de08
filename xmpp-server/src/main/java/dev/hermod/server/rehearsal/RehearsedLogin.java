package dev.hermod.server.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// The client's side of one SCRAM-SHA-256 login (RFC 5802 section 5) without channel binding. The
/// nonce is no secret: the server it talks to is its own, and lives for a second.
final class RehearsedLogin {
    private static final String HMAC = "HmacSHA256";
    private static final int BITS = 256;

    private final String password;
    private final String first;

    RehearsedLogin(String user, String password) {
        this.password = password;
        this.first = "n=" + user + ",r=rehearsal";
    }

    /// The initial response, encoded.
    String first() {
        return encoded("n,," + first);
    }

    /// The answer to a challenge, encoded.
    String last(String challenge) throws GeneralSecurityException {
        String serverFirst = new String(Base64.getDecoder().decode(challenge), UTF_8);
        Map<String, String> fields =
                Arrays.stream(serverFirst.split(",", -1))
                        .collect(
                                Collectors.toMap(
                                        field -> field.substring(0, 1),
                                        field -> field.substring(2)));
        String withoutProof = "c=biws,r=" + fields.get("r");
        byte[] key = hmac(salted(fields), "Client Key");
        byte[] stored = MessageDigest.getInstance("SHA-256").digest(key);
        byte[] proof = hmac(stored, first + "," + serverFirst + "," + withoutProof);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= key[i];
        }
        return encoded(withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof));
    }

    private byte[] salted(Map<String, String> fields) throws GeneralSecurityException {
        byte[] salt = Base64.getDecoder().decode(fields.getOrDefault("s", ""));
        int iterations = Integer.parseInt(fields.getOrDefault("i", "1"));
        return SecretKeyFactory.getInstance("PBKDF2With" + HMAC)
                .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, BITS))
                .getEncoded();
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(new SecretKeySpec(key, HMAC));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
