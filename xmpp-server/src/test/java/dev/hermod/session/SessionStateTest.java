package dev.hermod.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermod.feature.StreamContext;
import dev.hermod.testing.TestClient;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionStateTest {
    private static final StreamContext CONTEXT =
            new StreamContext("example.org", true, true, true, InetAddress.ofLiteral("192.0.2.7"));

    @Test
    void whatIsWrittenIsRead() {
        SessionState state =
                new SessionState(
                        CONTEXT,
                        Duration.ofSeconds(90),
                        12,
                        34,
                        56,
                        TestClient.parse("<presence><show>away</show></presence>"),
                        Map.of("one", "a<b>&c", "two", ""),
                        List.of(
                                new SessionState.Sent(77, null, 0),
                                new SessionState.Sent(
                                        0,
                                        TestClient.parse("<message><body>ü</body></message>"),
                                        5),
                                new SessionState.Sent(78, TestClient.parse("<message/>"), 6)));
        assertThat(SessionState.read(state.write())).isEqualTo(state);
    }

    @Test
    void unavailableSessionHasNoPresence() {
        SessionState state =
                new SessionState(
                        CONTEXT, Duration.ofSeconds(1), 0, 0, 0, null, Map.of(), List.of());
        assertThat(SessionState.read(state.write())).isEqualTo(state);
    }

    @Test
    void somethingElseIsRefused() {
        assertThatThrownBy(() -> SessionState.read("<session"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SessionState.read("<other/>"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
