package dev.hermod.extensions.time;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.feature.DiscoTarget;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimeFeatureTest {
    @Test
    void serverTellsItsTimeInUtc() {
        Clock clock = Clock.fixed(Instant.parse("2006-12-19T17:58:35Z"), ZoneOffset.ofHours(-6));
        try (TestServer server = TestServer.with(Map.of(), clock, new TimeFeature())) {
            FrozenElement answer =
                    server.login("romeo", "orchard")
                            .ask(
                                    "<iq type='get' id='t1' to='example.org'><time xmlns='urn:xmpp:time'/></iq>");
            FrozenElement time = requireNonNull(answer.child("time", "urn:xmpp:time"));
            assertThat(text(time, "tzo")).isEqualTo("+00:00");
            assertThat(Instant.parse(text(time, "utc"))).isEqualTo(clock.instant());
            assertThat(server.features().features(DiscoTarget.SERVER)).contains("urn:xmpp:time");
        }
    }

    private static String text(FrozenElement time, String name) {
        return requireNonNull(time.child(name, "urn:xmpp:time")).text();
    }
}
