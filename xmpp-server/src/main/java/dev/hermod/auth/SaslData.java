package dev.hermod.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Optional;

/// The text in `auth`, `challenge`, `response` and `success` elements (RFC 6120 section 6.4).
public final class SaslData {
    private SaslData() {}

    /// The bytes of an element's text, in which `=` and nothing stand for no bytes. The caller
    /// tells an `auth` element without text from one with `=`: only the latter has an initial
    /// response. Empty when it is not canonical base64, which is answered with
    /// `incorrect-encoding`.
    public static Optional<byte[]> decode(String text) {
        return text.equals("=") ? Optional.of(new byte[0]) : base64(text);
    }

    /// The text for these bytes; `=` for none.
    public static String encode(byte[] data) {
        return data.length == 0 ? "=" : Base64.getEncoder().encodeToString(data);
    }

    /// Decodes base64 with all its padding, zero padding bits and nothing in between (RFC 4648
    /// section 3.5).
    static Optional<byte[]> base64(String text) {
        try {
            byte[] data = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(data).equals(text)
                    ? Optional.of(data)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Decodes UTF-8 strictly.
    static String utf8(byte[] data) throws SaslRefusal {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
        } catch (CharacterCodingException e) {
            throw SaslRefusal.malformed("not UTF-8");
        }
    }
}
