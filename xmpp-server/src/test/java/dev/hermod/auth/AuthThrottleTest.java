package dev.hermod.auth;

import static dev.hermod.auth.SaslFixture.address;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AuthThrottleTest {
    private static final String JULIET = "juliet@example.org";
    private static final InetAddress HOME = address("192.0.2.1");
    private static final InetAddress ATTACKER = address("198.51.100.7");

    private final FakeClock clock = new FakeClock();
    private final AuthThrottle throttle = new AuthThrottle(clock, 10_000, 50, 20);

    private void fail(int times, String account, InetAddress peer) {
        for (int i = 0; i < times; i++) {
            throttle.failed(account, peer);
        }
    }

    private Duration refusal(String account, InetAddress peer) {
        return throttle.refusal(account, peer);
    }

    @Test
    void firstFailuresAreFree() {
        fail(AuthThrottle.PAIR.allowance(), JULIET, HOME);
        assertThat(refusal(JULIET, HOME)).isZero();
    }

    @Test
    void furtherFailuresAreRefusedForTimesThatDoubleUpToALimit() {
        fail(AuthThrottle.PAIR.allowance(), JULIET, ATTACKER);
        for (int seconds = 1; seconds < 300; seconds *= 2) {
            throttle.failed(JULIET, ATTACKER);
            assertThat(refusal(JULIET, ATTACKER)).isEqualTo(Duration.ofSeconds(seconds));
        }
        fail(50, JULIET, ATTACKER);
        assertThat(refusal(JULIET, ATTACKER)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void refusalEndsByTheClockAndFailuresAreForgiven() {
        fail(AuthThrottle.PAIR.allowance() + 2, JULIET, ATTACKER);
        assertThat(refusal(JULIET, ATTACKER)).isEqualTo(Duration.ofSeconds(2));
        clock.advance(Duration.ofSeconds(2));
        assertThat(refusal(JULIET, ATTACKER)).isZero();
        clock.advance(AuthThrottle.PAIR.forgiveness().multipliedBy(2));
        throttle.failed(JULIET, ATTACKER);
        assertThat(refusal(JULIET, ATTACKER))
                .isPositive()
                .isLessThanOrEqualTo(Duration.ofSeconds(1));
        clock.advance(AuthThrottle.PAIR.memory());
        fail(AuthThrottle.PAIR.allowance(), JULIET, ATTACKER);
        assertThat(refusal(JULIET, ATTACKER)).isZero();
    }

    @Test
    void oneGuesserDoesNotTouchOthersOnTheSameAccount() {
        fail(40, JULIET, ATTACKER);
        assertThat(refusal(JULIET, ATTACKER)).isPositive();
        assertThat(refusal(JULIET, HOME)).isZero();
    }

    @Test
    void oneAddressIsRefusedOnAllAccountsWhenItGuessesOnMany() {
        for (int i = 0; i < 40; i++) {
            throttle.failed("user" + i + "@example.org", ATTACKER);
        }
        assertThat(refusal("untried@example.org", ATTACKER)).isPositive();
        assertThat(refusal("untried@example.org", HOME)).isZero();
    }

    @Test
    void guessesFromManyAddressesAreRefusedForTenSecondsAtMost() {
        for (int i = 0; i < 200; i++) {
            throttle.failed(JULIET, address("203.0.113." + i));
        }
        assertThat(refusal(JULIET, HOME)).isEqualTo(Duration.ofSeconds(10));
        assertThat(refusal("romeo@example.org", HOME)).isZero();
    }

    @Test
    void ownerIsNotTouchedByTheFailuresOfOthers() {
        throttle.succeeded(JULIET, HOME);
        for (int i = 0; i < 200; i++) {
            throttle.failed(JULIET, address("203.0.113." + i));
            throttle.failed("user" + i + "@example.org", HOME);
        }
        assertThat(refusal(JULIET, HOME)).isZero();
        clock.advance(Duration.ofDays(31));
        fail(200, "user@example.org", HOME);
        assertThat(refusal(JULIET, HOME)).isPositive();
    }

    @Test
    void guesserBehindTheOwnersAddressRefusesTheOwnerForTenSecondsAtMost() {
        throttle.trust(JULIET, HOME);
        fail(100, JULIET, HOME);
        assertThat(refusal(JULIET, HOME)).isEqualTo(Duration.ofSeconds(10));
        clock.advance(Duration.ofSeconds(10));
        throttle.succeeded(JULIET, HOME);
        fail(AuthThrottle.PAIR.allowance(), JULIET, HOME);
        assertThat(refusal(JULIET, HOME)).isZero();
    }

    @Test
    void ownAccountDoesNotClearTheCountOfAnAddress() {
        for (int i = 0; i < 40; i++) {
            throttle.failed("user" + i + "@example.org", ATTACKER);
            throttle.succeeded("attacker@example.org", ATTACKER);
        }
        assertThat(refusal(JULIET, ATTACKER)).isPositive();
    }

    @Test
    void addressesOfOneIpv6NetworkCountAsOne() {
        for (int i = 0; i < 40; i++) {
            throttle.failed(JULIET, address("2001:db8:0:1::" + Integer.toHexString(i)));
        }
        assertThat(refusal(JULIET, address("2001:db8:0:1:ffff::1"))).isPositive();
        assertThat(refusal(JULIET, address("2001:db8:0:2::1"))).isZero();
    }

    @Test
    void loopbackIsNobodysAddress() {
        InetAddress proxy = address("127.0.0.1");
        for (int i = 0; i < 100; i++) {
            throttle.failed("user" + i + "@example.org", proxy);
        }
        assertThat(refusal(JULIET, proxy)).isZero();
        fail(100, JULIET, proxy);
        assertThat(refusal(JULIET, proxy)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void clockThatIsSetBackDoesNotRefuseForLonger() {
        fail(100, JULIET, ATTACKER);
        clock.advance(Duration.ofHours(-5));
        assertThat(refusal(JULIET, ATTACKER)).isLessThanOrEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void longNamesAreToldApart() {
        String name = "x".repeat(1000);
        fail(100, name + "a@example.org", ATTACKER);
        assertThat(refusal(name + "a@example.org", ATTACKER)).isEqualTo(Duration.ofMinutes(5));
        AuthThrottle other = new AuthThrottle(clock, 10, 50, 20);
        other.failed(name, HOME);
        assertThat(other.refusal(name, HOME)).isZero();
    }

    @Test
    void manyNamesStayWithinTheBound() {
        AuthThrottle small = new AuthThrottle(clock, 100, 50, 20);
        for (int i = 0; i < 10_000; i++) {
            small.failed("user" + i + "@example.org", HOME);
        }
        assertThat(small.entries()).isLessThanOrEqualTo(400);
    }
}
