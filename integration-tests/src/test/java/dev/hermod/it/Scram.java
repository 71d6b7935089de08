package dev.hermod.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// The client's side of SCRAM (RFC 5802, RFC 7677), written apart from the server's.
public final class Scram {
    private final String hash;
    private final String user;
    private final String password;
    private final String gs2;
    private final byte[] binding;
    private final String nonce;
    private byte[] serverSignature = {};

    /// @param hash `SHA-1`, `SHA-256` or `SHA-512`
    /// @param gs2 the header, such as `n,,` or `p=tls-exporter,,`
    /// @param binding the channel binding data, empty without
    public Scram(String hash, String user, String password, String gs2, byte[] binding) {
        this.hash = hash;
        this.user = user;
        this.password = password;
        this.gs2 = gs2;
        this.binding = binding.clone();
        byte[] random = new byte[18];
        new SecureRandom().nextBytes(random);
        this.nonce = HexFormat.of().formatHex(random);
    }

    private String firstBare() {
        return "n=" + user.replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
    }

    public String first() {
        return gs2 + firstBare();
    }

    /// The client's final message in answer to the server's first one.
    public String last(String challenge) {
        try {
            Map<String, String> fields =
                    Stream.of(challenge.split(",", -1))
                            .collect(
                                    Collectors.toMap(
                                            field -> field.substring(0, 1),
                                            field -> field.substring(2)));
            String serverNonce = fields.get("r");
            if (serverNonce == null || !serverNonce.startsWith(nonce)) {
                throw new AssertionError("not our nonce: " + challenge);
            }
            byte[] header = gs2.getBytes(UTF_8);
            byte[] bound = Arrays.copyOf(header, header.length + binding.length);
            System.arraycopy(binding, 0, bound, header.length, binding.length);
            String bare = "c=" + Base64.getEncoder().encodeToString(bound) + ",r=" + serverNonce;
            return bare + ",p=" + proof(fields, firstBare() + "," + challenge + "," + bare);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String proof(Map<String, String> fields, String authMessage)
            throws GeneralSecurityException {
        byte[] salted =
                salted(
                        Base64.getDecoder().decode(fields.getOrDefault("s", "")),
                        Integer.parseInt(fields.getOrDefault("i", "0")));
        byte[] clientKey = hmac(salted, "Client Key");
        byte[] storedKey = MessageDigest.getInstance(hash).digest(clientKey);
        byte[] signature = hmac(storedKey, authMessage);
        byte[] proof = new byte[clientKey.length];
        for (int i = 0; i < proof.length; i++) {
            proof[i] = (byte) (clientKey[i] ^ signature[i]);
        }
        serverSignature = hmac(hmac(salted, "Server Key"), authMessage);
        return Base64.getEncoder().encodeToString(proof);
    }

    private byte[] salted(byte[] salt, int iterations) throws GeneralSecurityException {
        String digest = hash.replace("-", "");
        int bits = MessageDigest.getInstance(hash).getDigestLength() * 8;
        return SecretKeyFactory.getInstance("PBKDF2WithHmac" + digest)
                .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, bits))
                .getEncoded();
    }

    private byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("Hmac" + hash.replace("-", ""));
        mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    /// Fails unless the server has proved that it knows the account, too.
    public void verify(String serverFinal) {
        String expected = "v=" + Base64.getEncoder().encodeToString(serverSignature);
        if (!serverFinal.equals(expected)) {
            throw new AssertionError("the server's signature is wrong: " + serverFinal);
        }
    }
}
