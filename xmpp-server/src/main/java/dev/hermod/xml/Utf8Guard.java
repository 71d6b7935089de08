package dev.hermod.xml;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Checks, over any number of chunks, that bytes are valid UTF-8 (RFC 3629), before the parser sees
/// them.
///
/// Aalto decodes overlong forms and code points above U+10FFFF, by which a peer could write a `<`
/// that no other program sees.
final class Utf8Guard {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NON_ASCII = 0x8080808080808080L;

    private int missing;
    private int length;
    private int lowest = 0x80;
    private int highest = 0xBF;

    /// True if these bytes may follow those of the calls before; once false, the answer does not
    /// change back.
    boolean accepts(byte[] bytes, int offset, int end) {
        int i = offset;
        while (i < end) {
            if (missing == 0) {
                i = skipAscii(bytes, i, end);
                if (i == end) {
                    return true;
                }
                if (!begin(bytes[i++] & 0xFF)) {
                    return false;
                }
            } else if (!proceed(bytes[i++] & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    /// Bytes at the end of what came that begin a character and do not finish it.
    int unfinished() {
        return missing > 0 ? length - missing : 0;
    }

    /// Forgets a character that is half read.
    void reset() {
        missing = 0;
    }

    private static int skipAscii(byte[] bytes, int offset, int end) {
        int i = offset;
        while (i + Long.BYTES <= end && ((long) LONG.get(bytes, i) & NON_ASCII) == 0) {
            i += Long.BYTES;
        }
        while (i < end && bytes[i] >= 0) {
            i++;
        }
        return i;
    }

    private boolean begin(int lead) {
        if (lead < 0xC2 || lead > 0xF4) {
            return false;
        }
        missing = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
        length = missing + 1;
        // The second byte decides about overlong forms, surrogates and the end of Unicode.
        lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        return true;
    }

    private boolean proceed(int next) {
        if (next < lowest || next > highest) {
            missing = -1;
            return false;
        }
        missing--;
        lowest = 0x80;
        highest = 0xBF;
        return true;
    }
}
