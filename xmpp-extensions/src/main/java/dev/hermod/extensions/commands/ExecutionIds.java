package dev.hermod.extensions.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.xmpp.packet.JID;

/// Gives executions their ids, which only whoever got one can use, and only for that command. An id
/// carries a seal over both, so that one of ours that has ended is told from one that never was
/// (`session-expired` and `bad-sessionid`, XEP-0050 4.5) without remembering it.
final class ExecutionIds {
    private static final String SEAL = "HmacSHA256";
    private static final int BYTES = 16;
    private static final int CHARS = 2 * BYTES;

    private final SecretKeySpec key;
    private final SecureRandom random;

    private ExecutionIds(SecretKeySpec key, SecureRandom random) {
        this.key = key;
        this.random = random;
    }

    static ExecutionIds with(SecureRandom random) {
        byte[] key = new byte[2 * BYTES];
        random.nextBytes(key);
        return new ExecutionIds(new SecretKeySpec(key, SEAL), random);
    }

    String next(JID requester, String node) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String nonce = HexFormat.of().formatHex(bytes);
        return nonce + seal(nonce, requester, node);
    }

    /// Whether this id was given to this requester for this command, by this process.
    boolean issued(String id, JID requester, String node) {
        if (id.length() != 2 * CHARS) {
            return false;
        }
        byte[] expected = seal(id.substring(0, CHARS), requester, node).getBytes(UTF_8);
        return MessageDigest.isEqual(expected, id.substring(CHARS).getBytes(UTF_8));
    }

    private String seal(String nonce, JID requester, String node) {
        try {
            Mac mac = Mac.getInstance(SEAL);
            mac.init(key);
            // Neither a nonce nor an address can hold the character between them.
            mac.update((nonce + '\0' + requester + '\0' + node).getBytes(UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(), 0, BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + SEAL, e);
        }
    }
}
