package dev.hermod.auth;

import java.util.Arrays;
import java.util.List;

/// SCRAM's client-first-message (RFC 5802 section 7).
///
/// @param flag `n`, `y` or `p`
/// @param binding the name of the channel binding with `p`, else empty
/// @param authzid decoded; empty when absent
/// @param gs2Header as sent, with its last comma
/// @param bare as sent, what follows the header
/// @param username decoded, not prepared
record ClientFirst(
        char flag,
        String binding,
        String authzid,
        String gs2Header,
        String bare,
        String username,
        String nonce) {
    static ClientFirst parse(String message) throws SaslRefusal {
        int first = message.indexOf(',');
        int second = message.indexOf(',', first + 1);
        if (first < 0 || second < 0) {
            throw SaslRefusal.malformed("no GS2 header");
        }
        String flag = message.substring(0, first);
        String authzid = message.substring(first + 1, second);
        String bare = message.substring(second + 1);
        List<String> attributes = Arrays.asList(bare.split(",", -1));
        if (attributes.size() < 2) {
            throw SaslRefusal.malformed("neither username nor nonce");
        }
        String username = ScramSyntax.name(ScramSyntax.value('n', attributes.get(0)));
        String nonce = ScramSyntax.nonce(ScramSyntax.value('r', attributes.get(1)));
        ScramSyntax.checkExtensions(attributes.subList(2, attributes.size()));
        return new ClientFirst(
                flag.isEmpty() ? ' ' : flag.charAt(0),
                binding(flag),
                authzid.isEmpty() ? "" : ScramSyntax.name(ScramSyntax.value('a', authzid)),
                message.substring(0, second + 1),
                bare,
                username,
                nonce);
    }

    private static String binding(String flag) throws SaslRefusal {
        if (flag.equals("n") || flag.equals("y")) {
            return "";
        }
        String name = ScramSyntax.value('p', flag);
        if (!name.matches("[A-Za-z0-9.-]+")) {
            throw SaslRefusal.malformed("name of a channel binding");
        }
        return name;
    }
}
