package dev.hermod.net;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// The body of one request while it is received. What is large takes from a stock that all requests
/// of the server share.
final class HttpBody {
    private static final int FREE = 16_384;
    private static final byte[] NOTHING = {};

    private final AtomicLong stock;
    private byte[] bytes = NOTHING;
    private int length;
    private int taken;

    HttpBody(AtomicLong stock) {
        this.stock = stock;
    }

    int length() {
        return length;
    }

    /// Whether there was room for it.
    boolean add(ByteBuf part) {
        int more = part.readableBytes();
        int needed = length + more;
        if (needed > bytes.length && !grow(Math.max(needed, 2 * bytes.length))) {
            return false;
        }
        part.readBytes(bytes, length, more);
        length = needed;
        return true;
    }

    private boolean grow(int size) {
        int share = Math.max(0, size - FREE) - taken;
        if (share > 0) {
            if (stock.addAndGet(-share) < 0) {
                stock.addAndGet(share);
                return false;
            }
            taken += share;
        }
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }

    byte[] take() {
        byte[] all = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        drop();
        return all;
    }

    void drop() {
        stock.addAndGet(taken);
        taken = 0;
        bytes = NOTHING;
        length = 0;
    }
}
