package dev.hermod.extensions.push;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.extensions.push.PushServices.PushService;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.JID;

class PushFeatureTest {
    private static final JID PUSH = TestServer.jid("push-5.client.example");
    private static final String OPTIONS =
            "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#publish-options</value></field><field var='secret'><value>eruio234vzxc2kla-91</value></field></x>";

    private final TestServer server = TestServer.with(new PushFeature());
    private final TestClient romeo = server.login("romeo", "phone");

    @AfterEach
    void close() {
        server.close();
    }

    private FrozenElement set(String payload) {
        return romeo.ask("<iq type='set' id='x42'>" + payload + "</iq>");
    }

    private FrozenElement enable(String attributes, String options) {
        return set("<enable xmlns='urn:xmpp:push:0' %s>%s</enable>".formatted(attributes, options));
    }

    private void disable(String attributes) {
        FrozenElement answer = set("<disable xmlns='urn:xmpp:push:0' %s/>".formatted(attributes));
        assertThat(answer.attr("type")).isEqualTo("result");
    }

    private List<PushService> enabled() {
        return server.storage().port(PushServices.class).of(TestServer.jid("romeo@example.org"));
    }

    private static String error(FrozenElement answer) {
        FrozenElement error = requireNonNull(answer.child("error", Stanzas.CLIENT), answer::asXML);
        return error.childElements().getFirst().localName();
    }

    @Test
    @Spec("XEP-0357 4.1")
    void itIsNotAdvertisedAsLongAsNothingIsSent() {
        assertThat(server.features().features(DiscoTarget.ACCOUNT))
                .doesNotContain("urn:xmpp:push:0");
    }

    @Test
    @Spec("XEP-0357 5")
    void enabledServiceIsRememberedWithItsOptions() {
        FrozenElement answer = enable("jid='push-5.client.example' node='yxs32'", OPTIONS);
        assertThat(answer.attr("type")).isEqualTo("result");
        assertThat(enabled()).containsExactly(new PushService(PUSH, "yxs32", "phone", OPTIONS));
        assertThat(enabled().toString()).as("secrets are not logged").doesNotContain("eruio");
    }

    @Test
    @Spec("XEP-0357 5")
    void nodesOfOneServiceAreEnabledBesideEachOtherAndEachWithItsLastOptions() {
        enable("jid='push-5.client.example' node='a'", "");
        enable("jid='push-5.client.example' node='b'", OPTIONS);
        enable("jid='push-5.client.example'", "");
        enable("jid='push-5.client.example' node='a'", OPTIONS);
        enable("jid='push-5.client.example' node='b'", "");
        assertThat(enabled())
                .containsExactly(
                        new PushService(PUSH, "", "phone", null),
                        new PushService(PUSH, "a", "phone", OPTIONS),
                        new PushService(PUSH, "b", "phone", null));
    }

    @Test
    @Spec("XEP-0357 6")
    void oneNodeOrAWholeServiceIsDisabled() {
        enable("jid='push-5.client.example' node='a'", "");
        enable("jid='push-5.client.example' node='b'", "");
        enable("jid='push-5.client.example' node='c'", "");
        enable("jid='other.example' node='a'", "");
        disable("jid='push-5.client.example' node='a'");
        assertThat(enabled()).extracting(PushService::node).containsExactly("a", "b", "c");
        disable("jid='push-5.client.example'");
        assertThat(enabled())
                .extracting(PushService::service)
                .containsExactly(TestServer.jid("other.example"));
        disable("jid='push-5.client.example'");
    }

    @ParameterizedTest
    @Spec("XEP-0357 5, 6")
    @CsvSource(
            delimiter = '|',
            value = {
                "<enable xmlns='urn:xmpp:push:0'/>|bad-request",
                "<enable xmlns='urn:xmpp:push:0' jid='' node='a'/>|bad-request",
                "<enable xmlns='urn:xmpp:push:0' jid='@a' node='a'/>|jid-malformed",
                "<enable xmlns='urn:xmpp:push:0' jid='a.example'><x xmlns='jabber:x:data' type='submit'/></enable>|bad-request",
                "<enable xmlns='urn:xmpp:push:0' jid='a.example'><x xmlns='jabber:x:data' type='form'><field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#publish-options</value></field></x></enable>|bad-request",
                "<disable xmlns='urn:xmpp:push:0' node='a'/>|bad-request",
                "<disable xmlns='urn:xmpp:push:0' jid='@a'/>|jid-malformed"
            })
    void requestThatNamesNoServiceOrHasOtherOptionsIsRefused(String payload, String condition) {
        assertThat(error(set(payload))).isEqualTo(condition);
        assertThat(enabled()).isEmpty();
    }

    @Test
    void whatIsTooLargeIsRefused() {
        assertThat(error(enable("jid='a.example' node='" + "n".repeat(1_024) + "'", "")))
                .isEqualTo("not-acceptable");
        assertThat(
                        error(
                                enable(
                                        "jid='a.example' node='a'",
                                        OPTIONS.replace("eruio", "e".repeat(8_192)))))
                .isEqualTo("not-acceptable");
    }

    @Test
    void accountHasABoundedNumberOfServices() {
        for (int i = 0; i < PushFeature.MOST; i++) {
            enable("jid='a.example' node='" + i + "'", "");
        }
        assertThat(error(enable("jid='a.example' node='more'", "")))
                .isEqualTo("resource-constraint");
        assertThat(enable("jid='a.example' node='0'", OPTIONS).attr("type")).isEqualTo("result");
        assertThat(enabled()).hasSize(PushFeature.MOST);
    }

    @Test
    @Spec("XEP-0357 5")
    void nobodyEnablesAnythingForAnother() {
        server.account("juliet");
        FrozenElement answer =
                romeo.ask(
                        "<iq type='set' id='x' to='juliet@example.org'><enable xmlns='urn:xmpp:push:0' jid='a.example' node='a'/></iq>");
        assertThat(error(answer)).isEqualTo("service-unavailable");
    }
}
