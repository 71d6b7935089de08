package dev.hermod.extensions.register;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;

/// Limits how often one address may try to register. Tries for names that are taken count too, or
/// registering would be a way to ask who has an account. IPv6 is counted by /64, which is what one
/// subscriber has.
final class RegistrationThrottle {
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int MOST_ADDRESSES = 100_000;
    private static final int NETWORK_BYTES = 8;

    private final int perHour;
    private final InstantSource clock;
    private final Cache<ByteBuffer, ArrayDeque<Instant>> tries =
            Caffeine.newBuilder().maximumSize(MOST_ADDRESSES).build();

    RegistrationThrottle(int perHour, InstantSource clock) {
        this.perHour = perHour;
        this.clock = clock;
    }

    /// Whether this try may go on; counts it if so.
    boolean allows(InetAddress peer) {
        Instant now = clock.instant();
        boolean[] allowed = new boolean[1];
        tries.asMap()
                .compute(
                        network(peer),
                        (_, before) -> {
                            ArrayDeque<Instant> recent =
                                    before == null ? new ArrayDeque<>() : before;
                            recent.removeIf(then -> !then.isAfter(now.minus(WINDOW)));
                            if (recent.size() < perHour) {
                                recent.add(now);
                                allowed[0] = true;
                            }
                            return recent;
                        });
        return allowed[0];
    }

    private static ByteBuffer network(InetAddress peer) {
        byte[] address = peer.getAddress();
        return ByteBuffer.wrap(
                peer instanceof Inet6Address ? Arrays.copyOf(address, NETWORK_BYTES) : address);
    }
}
