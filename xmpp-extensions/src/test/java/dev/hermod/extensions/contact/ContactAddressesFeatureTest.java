package dev.hermod.extensions.contact;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.extensions.disco.DiscoFeature;
import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.StanzaException;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContactAddressesFeatureTest {
    private static final String INFO = "http://jabber.org/protocol/disco#info";

    private static @Nullable Form formOf(Map<String, String> settings) throws StanzaException {
        try (TestServer server =
                TestServer.with(
                        settings,
                        Clock.systemUTC(),
                        new DiscoFeature(),
                        new ContactAddressesFeature())) {
            FrozenElement answer =
                    server.login("romeo", "orchard")
                            .ask(
                                    "<iq type='get' id='i' to='example.org'><query xmlns='"
                                            + INFO
                                            + "'/></iq>");
            return DataForms.in(requireNonNull(answer.child("query", INFO)));
        }
    }

    @Test
    @Spec("XEP-0157 3, XEP-0128 2, XEP-0068 3")
    void serverTellsWhomToTurnTo() throws StanzaException {
        Form form =
                requireNonNull(
                        formOf(
                                Map.of(
                                        "HERMOD_CONTACT_ADDRESSES__ABUSE",
                                        "mailto:abuse@example.org,xmpp:abuse@example.org",
                                        "HERMOD_CONTACT_ADDRESSES__STATUS",
                                        "https://status.example.org")));
        assertThat(form.type()).isEqualTo(Form.Type.RESULT);
        assertThat(form.formType()).isEqualTo("http://jabber.org/network/serverinfo");
        assertThat(requireNonNull(form.field(Form.FORM_TYPE)).type())
                .isEqualTo(Form.FieldType.HIDDEN);
        assertThat(form.values("abuse-addresses"))
                .containsExactly("mailto:abuse@example.org", "xmpp:abuse@example.org");
        assertThat(form.values("status-addresses")).containsExactly("https://status.example.org");
        assertThat(form.fields()).hasSize(3);
    }

    @Test
    void serverWithoutAddressesTellsNone() throws StanzaException {
        assertThat(formOf(Map.of())).isNull();
    }
}
