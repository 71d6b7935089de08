package dev.hermod.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every implementation of [LoginTokens] does.
public interface LoginTokensContract {
    Instant NOW = Instant.parse("2030-01-01T10:00:00Z");
    int MANY = 100;

    LoginTokens tokens();

    /// An account that no other test uses.
    String newAccount();

    private static LoginToken token(UUID client, Instant issued, @Nullable Instant used) {
        return new LoginToken(
                UUID.randomUUID(),
                client,
                "HT-SHA-256-NONE",
                issued,
                issued.plus(Duration.ofDays(30)),
                used,
                -1,
                "Test",
                null);
    }

    @Test
    default void aTokenIsFoundAsItWasAdded() {
        String account = newAccount();
        UUID client = UUID.randomUUID();
        LoginToken token = token(client, NOW, null);
        assertThat(tokens().add(account, token, MANY)).isTrue();
        assertThat(tokens().of(account, client)).containsExactly(token);
        assertThat(tokens().of(account, UUID.randomUUID())).isEmpty();
        assertThat(tokens().of(newAccount(), client)).isEmpty();
    }

    @Test
    default void aNewTokenReplacesWhatItsClientNeverUsed() {
        String account = newAccount();
        UUID client = UUID.randomUUID();
        LoginToken current = token(client, NOW, NOW);
        LoginToken lost = token(client, NOW.plusSeconds(1), null);
        LoginToken next = token(client, NOW.plusSeconds(2), null);
        LoginToken others = token(UUID.randomUUID(), NOW, null);
        for (LoginToken token : new LoginToken[] {current, lost, others, next}) {
            tokens().add(account, token, MANY);
        }
        assertThat(tokens().of(account, client)).containsExactly(next, current);
        assertThat(tokens().all(account)).containsExactlyInAnyOrder(next, current, others);
    }

    @Test
    default void whatHasExpiredGoesAndNoMoreThanSoManyAreKept() {
        String account = newAccount();
        Instant longAgo = NOW.minus(Duration.ofDays(40));
        tokens().add(account, token(UUID.randomUUID(), longAgo, longAgo), MANY);
        LoginToken first = token(UUID.randomUUID(), NOW, NOW);
        LoginToken second = token(UUID.randomUUID(), NOW.plusSeconds(1), NOW);
        LoginToken third = token(UUID.randomUUID(), NOW.plusSeconds(2), null);
        tokens().add(account, first, MANY);
        tokens().add(account, second, MANY);
        assertThat(tokens().all(account)).containsExactly(second, first);
        tokens().add(account, third, 1);
        assertThat(tokens().all(account)).containsExactly(third);
    }

    @Test
    default void aLoginEndsWhatWasIssuedToItsClientBefore() {
        String account = newAccount();
        UUID client = UUID.randomUUID();
        LoginToken old = token(client, NOW, NOW);
        LoginToken next = token(client, NOW.plusSeconds(1), null);
        tokens().add(account, old, MANY);
        tokens().add(account, next, MANY);
        assertThat(tokens().use(account, next, -1, NOW.plusSeconds(5))).isTrue();
        assertThat(tokens().of(account, client))
                .singleElement()
                .satisfies(left -> {
                    assertThat(left.id()).isEqualTo(next.id());
                    assertThat(left.used()).isEqualTo(NOW.plusSeconds(5));
                });
        assertThat(tokens().use(account, old, -1, NOW)).isFalse();
    }

    @Test
    default void aCountHasToGrow() {
        String account = newAccount();
        LoginToken token = token(UUID.randomUUID(), NOW, null);
        tokens().add(account, token, MANY);
        assertThat(tokens().use(account, token, 3, NOW)).isTrue();
        assertThat(tokens().use(account, token, 3, NOW)).isFalse();
        assertThat(tokens().use(account, token, 2, NOW)).isFalse();
        assertThat(tokens().use(account, token, -1, NOW)).isTrue();
        assertThat(tokens().use(account, token, 4, NOW)).isTrue();
    }

    @Test
    default void tokensCanBeRemovedOfAClientAndOfAll() {
        String account = newAccount();
        LoginToken one = token(UUID.randomUUID(), NOW, null);
        LoginToken other = token(UUID.randomUUID(), NOW, null);
        tokens().add(account, one, MANY);
        tokens().add(account, other, MANY);
        assertThat(tokens().remove(account, one.client())).isTrue();
        assertThat(tokens().remove(account, one.client())).isFalse();
        assertThat(tokens().all(account)).containsExactly(other);
        assertThat(tokens().removeAll(account)).isTrue();
        assertThat(tokens().removeAll(account)).isFalse();
    }
}
