package dev.hermod.auth;

import java.util.List;

/// The attributes of SCRAM's messages (RFC 5802 section 7), read strictly.
final class ScramSyntax {
    /// The most bytes that a message of a client may have; names of 1023 bytes fit, escaped and
    /// twice.
    static final int LONGEST_MESSAGE = 8192;

    /// The most characters that a client's and the server's nonce may have together.
    static final int LONGEST_NONCE = 512;

    private ScramSyntax() {}

    static String message(byte[] data) throws SaslRefusal {
        if (data.length > LONGEST_MESSAGE) {
            throw SaslRefusal.malformed("message of " + data.length + " bytes");
        }
        String message = SaslData.utf8(data);
        if (message.indexOf('\0') >= 0) {
            throw SaslRefusal.malformed("NUL in a message");
        }
        return message;
    }

    /// The value of an attribute that has to have this letter and a value that is not empty.
    static String value(char letter, String attribute) throws SaslRefusal {
        if (attribute.startsWith("m=")) {
            throw SaslRefusal.malformed("unknown mandatory extension");
        }
        if (attribute.length() < 3 || attribute.charAt(0) != letter || attribute.charAt(1) != '=') {
            throw SaslRefusal.malformed("attribute " + letter + " is missing, empty or misplaced");
        }
        return attribute.substring(2);
    }

    /// Decodes `=2C` and `=3D`; no other `=` may be in a name.
    static String name(String encoded) throws SaslRefusal {
        StringBuilder name = new StringBuilder(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c != '=') {
                name.append(c);
            } else if (encoded.startsWith("=2C", i)) {
                name.append(',');
                i += 2;
            } else if (encoded.startsWith("=3D", i)) {
                name.append('=');
                i += 2;
            } else {
                throw SaslRefusal.malformed("name with a bare equals sign");
            }
        }
        return name.toString();
    }

    static String nonce(String nonce) throws SaslRefusal {
        if (nonce.length() > LONGEST_NONCE || !nonce.chars().allMatch(c -> c >= '!' && c <= '~')) {
            throw SaslRefusal.malformed("nonce that is too long or not printable");
        }
        return nonce;
    }

    static byte[] base64(String text) throws SaslRefusal {
        return SaslData.base64(text)
                .orElseThrow(() -> SaslRefusal.malformed("attribute is not base64"));
    }

    /// Extensions are ignored, but for those that must not be.
    static void checkExtensions(List<String> attributes) throws SaslRefusal {
        for (String attribute : attributes) {
            char letter = attribute.isEmpty() ? ' ' : attribute.charAt(0);
            boolean isLetter = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
            if (!isLetter) {
                throw SaslRefusal.malformed("attribute without a letter");
            }
            value(letter, attribute);
        }
    }
}
