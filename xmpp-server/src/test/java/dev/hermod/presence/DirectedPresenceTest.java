package dev.hermod.presence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

class DirectedPresenceTest {
    private final DirectedPresence directed = new DirectedPresence();

    private static JID recipient(int number) {
        return new JID("room" + number + "@conference.example.org/nick");
    }

    @Test
    void recipientsAreToldOnceAndForgotten() {
        directed.add(recipient(1));
        directed.add(recipient(2));
        directed.add(recipient(1));
        directed.remove(recipient(2));

        assertThat(directed.drain()).containsExactly(recipient(1));
        assertThat(directed.drain()).isEmpty();
    }

    @Test
    void oneTooManyIsRefusedButNotOneThatIsThere() {
        for (int i = 0; i < DirectedPresence.MAXIMUM; i++) {
            assertThat(directed.add(recipient(i))).isTrue();
        }
        assertThat(directed.add(recipient(-1))).isFalse();
        assertThat(directed.add(recipient(0))).isTrue();
        directed.remove(recipient(0));
        assertThat(directed.add(recipient(-1))).isTrue();
    }
}
