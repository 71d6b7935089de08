package dev.hermod.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;

/// Counts the connections of each address, so that one of them cannot take all. IPv6 addresses
/// count by their first 64 bits, which is what one customer gets. Holds no more entries than there
/// are connections.
public final class AddressLimit {
    // An IPv4 address stands where IPv6 has multicast, from where no connection comes.
    private static final long IPV4 = 0xFFFF_FFFF_0000_0000L;

    private final int most;
    private final ConcurrentHashMap<Long, Integer> connections = new ConcurrentHashMap<>();

    /// Starts with no connections.
    ///
    /// @param most connections of one address at a time
    public AddressLimit(int most) {
        this.most = most;
    }

    /// Whether one more is allowed; if so it counts until [#leave].
    boolean enter(InetAddress address) {
        int[] before = new int[1];
        connections.compute(
                key(address),
                (_, count) -> {
                    before[0] = count == null ? 0 : count;
                    return Math.min(before[0] + 1, most);
                });
        return before[0] < most;
    }

    void leave(InetAddress address) {
        connections.computeIfPresent(key(address), (_, count) -> count > 1 ? count - 1 : null);
    }

    private static long key(InetAddress address) {
        var bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet4Address
                ? IPV4 | Integer.toUnsignedLong(bytes.getInt())
                : bytes.getLong();
    }
}
