package dev.hermod.xml;

import java.util.Arrays;

/// Bytes that came while a reader was paused; read from the front, added to at the end.
final class HeldBytes {
    private byte[] array;
    private int from;
    private int to;

    HeldBytes(byte[] bytes, int offset, int length) {
        array = Arrays.copyOfRange(bytes, offset, offset + length);
        to = length;
    }

    byte[] array() {
        return array;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    int size() {
        return to - from;
    }

    /// Drops what lies before this index of the array.
    void advance(int index) {
        from = index;
    }

    void add(byte[] bytes, int offset, int length) {
        if (array.length - to < length) {
            int size = size();
            byte[] moved = new byte[Math.max(size + length, size * 2)];
            System.arraycopy(array, from, moved, 0, size);
            array = moved;
            from = 0;
            to = size;
        }
        System.arraycopy(bytes, offset, array, to, length);
        to += length;
    }
}
