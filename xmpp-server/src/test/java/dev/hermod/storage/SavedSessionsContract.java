package dev.hermod.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/// What every implementation of [SavedSessions] does.
public interface SavedSessionsContract {
    Instant SOON = Instant.parse("2030-01-01T10:00:00Z");

    SavedSessions savedSessions();

    /// An account that no other test uses.
    JID newAccount();

    void remove(JID account);

    private static SavedSession session(JID account, int number) {
        return new SavedSession(
                new JID(account.getNode(), account.getDomain(), "resource " + number, true),
                account.getNode() + "-stream-" + number,
                SOON,
                "<state>" + number + " — ü</state>");
    }

    private List<SavedSession> takeAll(JID account) {
        return savedSessions().take(1_000).stream()
                .filter(session -> session.address().asBareJID().equals(account))
                .toList();
    }

    @Test
    default void whatWasSavedIsGivenOutOnceAsItWas() {
        JID account = newAccount();
        List<SavedSession> saved =
                IntStream.range(0, 3).mapToObj(number -> session(account, number)).toList();
        savedSessions().save(saved);
        assertThat(takeAll(account)).containsExactlyInAnyOrderElementsOf(saved);
        assertThat(takeAll(account)).isEmpty();
    }

    @Test
    default void noMoreThanAskedForAreTaken() {
        JID account = newAccount();
        savedSessions().save(List.of(session(account, 1), session(account, 2)));
        assertThat(savedSessions().take(1)).hasSize(1);
        assertThat(takeAll(account)).hasSize(1);
    }

    @Test
    default void sessionsGoWithTheirAccount() {
        JID account = newAccount();
        savedSessions().save(List.of(session(account, 1)));
        remove(account);
        assertThat(takeAll(account)).isEmpty();
        savedSessions().save(List.of(session(account, 2)));
        assertThat(takeAll(account)).isEmpty();
    }
}
