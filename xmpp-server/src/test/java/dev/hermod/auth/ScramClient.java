package dev.hermod.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// A SCRAM client written from RFC 5802 with the JDK's PBKDF2, sharing no code with the server.
final class ScramClient {
    private final String algorithm;
    private final int length;
    private final String gs2Header;
    private final byte[] binding;
    private final String password;
    final String firstBare;
    String extension = "";
    private byte[] expectedSignature = new byte[0];

    /// @param suffix of the JCA names: 1, 256 or 512
    ScramClient(String suffix, String gs2Header, byte[] binding, String username, String password) {
        this.algorithm = suffix;
        this.length = suffix.equals("1") ? 160 : Integer.parseInt(suffix);
        this.gs2Header = gs2Header;
        this.binding = binding;
        this.password = password;
        this.firstBare = "n=" + username + ",r=fyko+d2lbbFgONRv9qkxdawL";
    }

    byte[] first() {
        return (gs2Header + firstBare).getBytes(UTF_8);
    }

    byte[] last(byte[] serverFirst) throws GeneralSecurityException {
        String challenge = new String(serverFirst, UTF_8);
        String[] parts = challenge.split(",", -1);
        String withoutProof = "c=" + channelBinding() + "," + parts[0] + extension;
        byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
        int iterations = Integer.parseInt(parts[2].substring(2));
        byte[] salted =
                SecretKeyFactory.getInstance("PBKDF2WithHmacSHA" + algorithm)
                        .generateSecret(
                                new PBEKeySpec(password.toCharArray(), salt, iterations, length))
                        .getEncoded();
        byte[] authMessage = (firstBare + "," + challenge + "," + withoutProof).getBytes(UTF_8);
        byte[] clientKey = hmac(salted, "Client Key".getBytes(UTF_8));
        byte[] storedKey = MessageDigest.getInstance("SHA-" + algorithm).digest(clientKey);
        byte[] proof = hmac(storedKey, authMessage);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= clientKey[i];
        }
        expectedSignature = hmac(hmac(salted, "Server Key".getBytes(UTF_8)), authMessage);
        return (withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof)).getBytes(UTF_8);
    }

    boolean accepts(byte[] serverFinal) {
        return Arrays.equals(
                serverFinal,
                ("v=" + Base64.getEncoder().encodeToString(expectedSignature)).getBytes(UTF_8));
    }

    /// Runs the whole exchange.
    SaslOutcome login(SaslExchange exchange) throws GeneralSecurityException {
        SaslOutcome outcome = exchange.respond(first());
        return outcome instanceof SaslOutcome.Challenge challenge
                ? exchange.respond(last(challenge.data()))
                : outcome;
    }

    private String channelBinding() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(gs2Header.getBytes(UTF_8));
        bytes.writeBytes(binding);
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA" + algorithm);
        mac.init(new SecretKeySpec(key, "RAW"));
        return mac.doFinal(data);
    }
}
