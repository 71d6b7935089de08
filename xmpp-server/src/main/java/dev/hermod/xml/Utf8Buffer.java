package dev.hermod.xml;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A growing array of UTF-8 bytes, to be written once and used again. Not for several threads.
public final class Utf8Buffer {
    private static final byte[] TEXT_SAFE = safe("<>&\r");
    private static final byte[] ATTRIBUTE_SAFE = safe("<>&'\r\n\t");

    private byte[] bytes;
    private int length;

    public Utf8Buffer() {
        this(512);
    }

    public Utf8Buffer(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    /// The bytes, of which the first [#length] count; another array after the buffer has grown.
    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /// Forgets what was written and keeps the array.
    public void reset() {
        length = 0;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    public Utf8Buffer append(byte value) {
        reserve(1);
        bytes[length++] = value;
        return this;
    }

    public Utf8Buffer append(byte[] values) {
        reserve(values.length);
        System.arraycopy(values, 0, bytes, length, values.length);
        length += values.length;
        return this;
    }

    /// Appends the string as it is; what XML does not allow (control characters, lone surrogates)
    /// becomes U+FFFD.
    public Utf8Buffer append(String string) {
        int size = string.length();
        reserve(size);
        byte[] to = bytes;
        int at = length;
        for (int i = 0; i < size; i++) {
            char c = string.charAt(i);
            if (c < ' ' || c >= 0x7F) {
                length = at;
                return appendFrom(string, i);
            }
            to[at++] = (byte) c;
        }
        length = at;
        return this;
    }

    /// Appends character data, escaped so that a parser gives back exactly this string.
    public Utf8Buffer appendText(String string) {
        return appendEscaped(string, TEXT_SAFE);
    }

    /// Appends the value of an attribute in single quotes, escaped so that a parser gives back
    /// exactly this string.
    public Utf8Buffer appendAttribute(String string) {
        return appendEscaped(string, ATTRIBUTE_SAFE);
    }

    private Utf8Buffer appendEscaped(String string, byte[] safe) {
        int size = string.length();
        reserve(size);
        byte[] to = bytes;
        int at = length;
        for (int i = 0; i < size; i++) {
            char c = string.charAt(i);
            if (c >= 0x80 || safe[c] == 0) {
                length = at;
                i += appendSpecial(string, i, safe);
                reserve(size - i);
                to = bytes;
                at = length;
            } else {
                to[at++] = (byte) c;
            }
        }
        length = at;
        return this;
    }

    private Utf8Buffer appendFrom(String string, int start) {
        for (int i = start; i < string.length(); i++) {
            i += appendCharacter(string, i);
        }
        return this;
    }

    private int appendSpecial(String string, int index, byte[] safe) {
        char c = string.charAt(index);
        if (c < 0x80 && safe[c] == 0) {
            String escape = escape(c);
            if (escape != null) {
                append(escape);
                return 0;
            }
        }
        return appendCharacter(string, index);
    }

    /// Appends one code point; returns how many chars it takes beyond the first.
    private int appendCharacter(String string, int index) {
        int code = string.codePointAt(index);
        int legal = allowed(code) ? code : 0xFFFD;
        reserve(4);
        if (legal < 0x80) {
            bytes[length++] = (byte) legal;
        } else if (legal < 0x800) {
            bytes[length++] = (byte) (0xC0 | (legal >> 6));
            continuation(legal);
        } else if (legal < 0x10000) {
            bytes[length++] = (byte) (0xE0 | (legal >> 12));
            continuation(legal >> 6);
            continuation(legal);
        } else {
            bytes[length++] = (byte) (0xF0 | (legal >> 18));
            continuation(legal >> 12);
            continuation(legal >> 6);
            continuation(legal);
        }
        return Character.charCount(code) - 1;
    }

    private void continuation(int code) {
        bytes[length++] = (byte) (0x80 | (code & 0x3F));
    }

    // XML 1.0, production Char.
    private static boolean allowed(int code) {
        return code >= ' '
                ? (code < 0xD800 || code > 0xDFFF) && code != 0xFFFE && code != 0xFFFF
                : code == '\t' || code == '\n' || code == '\r';
    }

    private static @Nullable String escape(char c) {
        return switch (c) {
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '&' -> "&amp;";
            case '\'' -> "&apos;";
            case '\t' -> "&#9;";
            case '\n' -> "&#10;";
            case '\r' -> "&#13;";
            default -> null;
        };
    }

    private static byte[] safe(String escaped) {
        byte[] safe = new byte[0x80];
        Arrays.fill(safe, ' ', safe.length, (byte) 1);
        safe['\t'] = 1;
        safe['\n'] = 1;
        escaped.chars().forEach(c -> safe[c] = 0);
        return safe;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more)));
        }
    }
}
