package dev.hermod.auth;

import java.util.Arrays;
import java.util.List;

/// SCRAM's client-final-message (RFC 5802 section 7).
///
/// @param binding what the client took for the GS2 header and the channel binding
/// @param withoutProof as sent, up to the comma before the proof
// Read once and never compared.
@SuppressWarnings("ArrayRecordComponent")
record ClientFinal(byte[] binding, String nonce, String withoutProof, byte[] proof) {
    static ClientFinal parse(String message) throws SaslRefusal {
        int comma = message.lastIndexOf(',');
        if (comma < 0) {
            throw SaslRefusal.malformed("no proof");
        }
        byte[] proof = ScramSyntax.base64(ScramSyntax.value('p', message.substring(comma + 1)));
        String withoutProof = message.substring(0, comma);
        List<String> attributes = Arrays.asList(withoutProof.split(",", -1));
        if (attributes.size() < 2) {
            throw SaslRefusal.malformed("neither channel binding nor nonce");
        }
        byte[] binding = ScramSyntax.base64(ScramSyntax.value('c', attributes.get(0)));
        String nonce = ScramSyntax.nonce(ScramSyntax.value('r', attributes.get(1)));
        ScramSyntax.checkExtensions(attributes.subList(2, attributes.size()));
        return new ClientFinal(binding, nonce, withoutProof, proof);
    }
}
