package dev.hermod.it.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.RawStream;
import dev.hermod.it.Sasl;
import dev.hermod.it.Spec;
import dev.hermod.it.StrictServer;
import dev.hermod.it.Xml;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StrictServer.class)
class LimitsTest {
    private static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";

    private final HermodServer server;

    LimitsTest(HermodServer server) {
        this.server = server;
    }

    @Test
    @Spec("RFC 6120 5.3.1")
    void tlsThatIsRequiredIsSaidAndNothingElseIsOffered() {
        try (RawStream stream = RawStream.plainFrom("127.0.0.2", server)) {
            Xml features = stream.open();
            assertThat(features.child("starttls", TLS).has("required", TLS)).isTrue();
            assertThat(features.has("mechanisms", Sasl.NAMESPACE)).isFalse();
        }
    }

    @Test
    @Spec("RFC 6120 6.5.4")
    void loginWithoutTheRequiredTlsIsRefused() {
        try (RawStream stream = RawStream.plainFrom("127.0.0.2", server)) {
            stream.open();
            Xml failure = new Sasl(stream).auth("SCRAM-SHA-256", "n,,n=x,r=y");
            assertThat(failure.has("encryption-required", Sasl.NAMESPACE)).isTrue();
        }
    }

    @Test
    @Spec("RFC 6120 4.9.3.4")
    void streamThatDoesNotLogInTimesOut() {
        try (RawStream stream = RawStream.plainFrom("127.0.0.3", server)) {
            stream.open();
            assertThat(stream.error()).isEqualTo("connection-timeout");
        }
    }

    @Test
    @Spec("RFC 6120 4.9.3.4")
    void connectionThatSaysNothingAtAllTimesOut() {
        try (RawStream stream = RawStream.plainFrom("127.0.0.3", server)) {
            stream.header();
            assertThat(stream.error()).isEqualTo("connection-timeout");
        }
    }

    @Test
    @Spec("RFC 6120 4.9.3.14")
    void streamThatSendsTooMuchBeforeLoginEnds() {
        try (RawStream stream = RawStream.plainFrom("127.0.0.4", server)) {
            stream.open();
            stream.send("<auth xmlns='" + Sasl.NAMESPACE + "'>" + "x".repeat(5000) + "</auth>");
            assertThat(stream.error()).isEqualTo("policy-violation");
        }
    }

    @Test
    @Spec("XEP-0205 4")
    void addressCannotHaveMoreConnectionsThanAllowed() {
        List<RawStream> streams = new ArrayList<>();
        try {
            for (int i = 0; i < StrictServer.CONNECTIONS; i++) {
                RawStream stream = RawStream.plainFrom("127.0.0.5", server);
                streams.add(stream);
                assertThat(stream.open().children()).isNotEmpty();
            }
            try (RawStream refused = RawStream.plainFrom("127.0.0.5", server)) {
                assertThat(refused.ended()).isNotEmpty();
            }
            try (RawStream elsewhere = RawStream.plainFrom("127.0.0.6", server)) {
                assertThat(elsewhere.open().children()).isNotEmpty();
            }
        } finally {
            streams.forEach(RawStream::close);
        }
    }

    @Test
    @Spec("XEP-0478")
    void limitsAreAnnounced() {
        try (RawStream stream = RawStream.plainFrom("127.0.0.7", server)) {
            Xml limits = stream.open().child("limits", "urn:xmpp:stream-limits:0");
            assertThat(limits.child("max-bytes").text()).isEqualTo("4096");
            assertThat(limits.child("idle-seconds").text()).isEqualTo("10");
        }
    }

    @Test
    @Spec("RFC 6120 4.9.3.4")
    void silentSessionIsPingedAndEndsWhenItDoesNotAnswer() {
        try (RawClient client = RawClient.loginSecurely(server, server.account())) {
            Xml ping = client.stanza("iq");
            assertThat(ping.has("ping", "urn:xmpp:ping")).isTrue();
            assertThat(client.stream().error()).isEqualTo("connection-timeout");
        }
    }

    @Test
    @Spec("RFC 6120 4.9.3.14")
    void smallestStanzaLimitOfTheRfcIsKept() {
        try (RawClient client = RawClient.loginSecurely(server, server.account()).available()) {
            client.chat(client.bare(), "x".repeat(9000));
            assertThat(client.message().body()).hasSize(9000);
            client.chat(client.bare(), "x".repeat(11_000));
            assertThat(client.stream().error()).isEqualTo("policy-violation");
        }
    }
}
