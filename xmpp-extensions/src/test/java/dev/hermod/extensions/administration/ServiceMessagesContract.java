package dev.hermod.extensions.administration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.administration.ServiceMessages.Kind;
import dev.hermod.extensions.administration.ServiceMessages.Standing;
import dev.hermod.testing.TestServer;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/// What every storage of messages of domains does.
public interface ServiceMessagesContract {
    Instant NOW = Instant.parse("2030-01-02T03:04:05.678Z");

    ServiceMessages messages();

    /// A new account.
    JID account();

    private static String domain() {
        return UUID.randomUUID() + ".example.org";
    }

    @Test
    default void messagesStandUntilTheyAreDeleted() {
        String domain = domain();
        assertThat(messages().of(domain)).isEmpty();
        messages().set(domain, Kind.MOTD, new Standing("a\nb", NOW));
        messages().set(domain, Kind.WELCOME, new Standing("w", NOW));
        messages().set(domain, Kind.MOTD, new Standing("c", NOW.plusSeconds(1)));

        assertThat(messages().of(domain))
                .isEqualTo(
                        Map.of(
                                Kind.MOTD,
                                new Standing("c", NOW.plusSeconds(1)),
                                Kind.WELCOME,
                                new Standing("w", NOW)));
        assertThat(messages().of(domain())).isEmpty();
        messages().delete(domain, Kind.MOTD);
        assertThat(messages().of(domain)).containsOnlyKeys(Kind.WELCOME);
    }

    @Test
    default void accountsAreToldOnce() {
        JID account = account();
        assertThat(messages().note(account, Kind.MOTD, NOW)).isTrue();
        assertThat(messages().note(account, Kind.MOTD, NOW)).isFalse();
        assertThat(messages().note(account, Kind.MOTD, NOW.minusSeconds(1))).isFalse();
        assertThat(messages().note(account, Kind.WELCOME, NOW)).isTrue();
        assertThat(messages().note(account, Kind.MOTD, NOW.plusMillis(1))).isTrue();
        assertThat(messages().note(account(), Kind.MOTD, NOW)).isTrue();
        assertThat(messages().note(TestServer.jid("nobody@example.org"), Kind.MOTD, NOW)).isFalse();
    }
}
