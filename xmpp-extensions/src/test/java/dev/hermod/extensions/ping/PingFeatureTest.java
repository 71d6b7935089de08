package dev.hermod.extensions.ping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.feature.DiscoTarget;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PingFeatureTest {
    private final TestServer server = TestServer.with(new PingFeature());
    private final TestClient juliet = server.login("juliet", "balcony");

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"to='example.org'", "to='juliet@example.org'", ""})
    void serverAndOwnAccountAnswer(String to) {
        FrozenElement pong =
                juliet.ask(
                        "<iq type='get' id='c2s1' " + to + "><ping xmlns='urn:xmpp:ping'/></iq>");
        assertThat(pong.attr("type")).isEqualTo("result");
        assertThat(pong.childElements()).isEmpty();
    }

    @Test
    void pingOfOthersDoesNotTellWhetherTheyExist() {
        server.account("romeo");
        assertThat(ping("romeo@example.org").replace("romeo", "?"))
                .isEqualTo(ping("nobody@example.org").replace("nobody", "?"))
                .contains("service-unavailable");
    }

    @Test
    void pingToResourceIsCarried() {
        TestClient romeo = server.login("romeo", "home");
        romeo.send(
                "<iq type='get' id='e2e1' to='juliet@example.org/balcony'><ping xmlns='urn:xmpp:ping'/></iq>");
        assertThat(juliet.next().child("ping", "urn:xmpp:ping")).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(DiscoTarget.class)
    void pingIsAdvertised(DiscoTarget target) {
        assertThat(server.features().features(target)).contains("urn:xmpp:ping");
    }

    private String ping(String to) {
        return juliet.ask(
                        "<iq type='get' id='p' to='" + to + "'><ping xmlns='urn:xmpp:ping'/></iq>")
                .asXML();
    }
}
