package dev.hermod.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class AddressLimitTest {
    private final AddressLimit limit = new AddressLimit(2);

    @Test
    void addressMayHaveAsManyConnectionsAsTheLimitSays() {
        assertThat(enter("192.0.2.1")).isTrue();
        assertThat(enter("192.0.2.1")).isTrue();
        assertThat(enter("192.0.2.1")).isFalse();
        assertThat(enter("192.0.2.2")).isTrue();
    }

    @Test
    void placeBecomesFreeWhenAConnectionEnds() {
        enter("192.0.2.1");
        enter("192.0.2.1");
        enter("192.0.2.1");
        limit.leave(InetAddress.ofLiteral("192.0.2.1"));

        assertThat(enter("192.0.2.1")).isTrue();
        assertThat(enter("192.0.2.1")).isFalse();
    }

    @Test
    void ipv6AddressesCountByTheirNetwork() {
        assertThat(enter("2001:db8::1")).isTrue();
        assertThat(enter("2001:db8::ffff:2")).isTrue();
        assertThat(enter("2001:db8::3")).isFalse();
        assertThat(enter("2001:db8:0:1::1")).isTrue();
    }

    private boolean enter(String address) {
        return limit.enter(InetAddress.ofLiteral(address));
    }
}
