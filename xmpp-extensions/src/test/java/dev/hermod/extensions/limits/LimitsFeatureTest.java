package dev.hermod.extensions.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.feature.StreamContext;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.ElementReader;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsFeatureTest {
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "HERMOD_LIMITS__STANZA_BYTES", "100000",
                    "HERMOD_LIMITS__BYTES_BEFORE_AUTHENTICATION", "10000",
                    "HERMOD_LIMITS__SECONDS_BEFORE_AUTHENTICATION", "20",
                    "HERMOD_LIMITS__IDLE_PING_SECONDS", "1800");

    @ParameterizedTest
    @CsvSource({"false, 10000, 20", "true, 100000, 1800"})
    void streamIsToldTheLimitsOfItsPhase(boolean authenticated, int bytes, int seconds)
            throws Exception {
        StreamContext stream =
                new StreamContext(
                        "example.org", true, true, authenticated, InetAddress.getLoopbackAddress());
        try (TestServer server =
                TestServer.with(SETTINGS, Clock.systemUTC(), new LimitsFeature())) {
            assertThat(server.features().streamFeatures())
                    .singleElement()
                    .satisfies(feature ->
                            assertThat(feature.offer(stream))
                                    .contains(
                                            ElementReader.parse(
                                                    "<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>"
                                                            + bytes
                                                            + "</max-bytes><idle-seconds>"
                                                            + seconds
                                                            + "</idle-seconds></limits>")));
        }
    }
}
