package dev.hermod.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// Reads outcomes in tests.
final class SaslAssertions {
    private SaslAssertions() {}

    static void assertFailed(SaslOutcome outcome, SaslFailure condition) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        SaslOutcome.Failure.class,
                        failure -> assertThat(failure.condition()).isEqualTo(condition));
    }

    static void assertIn(SaslOutcome outcome, String username) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        SaslOutcome.Success.class,
                        success -> assertThat(success.username()).isEqualTo(username));
    }

    static String text(SaslOutcome outcome) {
        return switch (outcome) {
            case SaslOutcome.Challenge(byte[] data) -> new String(data, UTF_8);
            case SaslOutcome.Success(String _, byte[] data) -> new String(data, UTF_8);
            case SaslOutcome.Failure failure -> throw new AssertionError(failure.toString());
        };
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
