package dev.hermod.extensions.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RegistrationThrottleTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final RegistrationThrottle throttle = new RegistrationThrottle(2, () -> now);

    @Test
    void triesWithinTheHourAreLimited() throws Exception {
        InetAddress peer = InetAddress.getByName("192.0.2.1");
        assertThat(throttle.allows(peer)).isTrue();
        now = now.plus(Duration.ofMinutes(30));
        assertThat(throttle.allows(peer)).isTrue();
        assertThat(throttle.allows(peer)).isFalse();
        now = now.plus(Duration.ofMinutes(30));
        assertThat(throttle.allows(peer)).isTrue();
        assertThat(throttle.allows(peer)).isFalse();
    }

    @Test
    void addressesAreCountedApart() throws Exception {
        InetAddress first = InetAddress.getByName("192.0.2.1");
        throttle.allows(first);
        throttle.allows(first);
        assertThat(throttle.allows(InetAddress.getByName("192.0.2.2"))).isTrue();
    }

    @Test
    void networkOfOneSubscriberIsCountedTogether() throws Exception {
        throttle.allows(InetAddress.getByName("2001:db8::1"));
        throttle.allows(InetAddress.getByName("2001:db8::2"));
        assertThat(throttle.allows(InetAddress.getByName("2001:db8::3"))).isFalse();
        assertThat(throttle.allows(InetAddress.getByName("2001:db8:0:1::1"))).isTrue();
    }
}
