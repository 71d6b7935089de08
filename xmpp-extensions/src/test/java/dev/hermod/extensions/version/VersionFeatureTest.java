package dev.hermod.extensions.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.feature.DiscoTarget;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.FrozenElement;
import org.junit.jupiter.api.Test;

class VersionFeatureTest {
    @Test
    void serverTellsNameAndVersionAndNoOperatingSystem() throws Exception {
        try (TestServer server = TestServer.with(new VersionFeature())) {
            FrozenElement answer =
                    server.login("romeo", "orchard")
                            .ask(
                                    "<iq type='get' id='v1' to='example.org'><query xmlns='jabber:iq:version'/></iq>");
            assertThat(answer.attr("type")).isEqualTo("result");
            assertThat(answer.childElements())
                    .containsExactly(
                            ElementReader.parse(
                                    "<query xmlns='jabber:iq:version'>"
                                            + "<name>Hermod</name><version>1.2.3</version></query>"));
            assertThat(server.features().features(DiscoTarget.SERVER))
                    .contains("jabber:iq:version");
        }
    }
}
