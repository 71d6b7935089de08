package dev.hermod.extensions.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.extensions.inbox.Happening.Aside;
import dev.hermod.extensions.inbox.Happening.Correction;
import dev.hermod.extensions.inbox.Happening.Displayed;
import dev.hermod.extensions.inbox.Happening.Retraction;
import dev.hermod.extensions.inbox.Happening.Shown;
import dev.hermod.testing.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HappeningTest {
    private static Happening of(String payloads) {
        return Happening.of(
                TestClient.parse("<message type='chat' id='m1'>" + payloads + "</message>"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<body>hi</body>",
                "<body/><body xml:lang='de'>hallo</body>",
                "<body>hi</body><markable xmlns='urn:xmpp:chat-markers:0'/>",
                "<encrypted xmlns='eu.siacs.conversations.axolotl'><header/><payload/></encrypted>",
                "<encrypted xmlns='urn:xmpp:omemo:2'><header/><payload/></encrypted>",
                "<openpgp xmlns='urn:xmpp:openpgp:0'>x</openpgp>",
                "<body>encrypted</body><x xmlns='jabber:x:encrypted'>x</x>",
                "<encryption xmlns='urn:xmpp:eme:0' namespace='urn:new'/><secret xmlns='urn:new'/>",
                "<propose xmlns='urn:xmpp:jingle-message:0' id='c'/>"
            })
    void whatAPersonCanReadIsShown(String payloads) {
        assertThat(of(payloads)).isEqualTo(new Shown("m1"));
    }

    @ParameterizedTest
    @Spec("XEP-0430 4")
    @ValueSource(
            strings = {
                "",
                "<body/>",
                "<body xmlns='urn:other'>hi</body>",
                "<received xmlns='urn:xmpp:receipts' id='m0'/>",
                "<received xmlns='urn:xmpp:chat-markers:0' id='m0'/>",
                "<displayed xmlns='urn:xmpp:chat-markers:0'/>",
                "<reactions xmlns='urn:xmpp:reactions:0' id='m0'><reaction>x</reaction></reactions><body>&gt; hi</body>",
                "<encrypted xmlns='eu.siacs.conversations.axolotl'><header/></encrypted><encryption xmlns='urn:xmpp:eme:0'/>",
                "<accept xmlns='urn:xmpp:jingle-message:0' id='c'/>",
                "<composing xmlns='http://jabber.org/protocol/chatstates'/>"
            })
    void whatIsNotForReadingIsAnAside(String payloads) {
        assertThat(of(payloads)).isEqualTo(new Aside());
    }

    @ParameterizedTest
    @Spec("XEP-0430 4")
    @ValueSource(strings = {"displayed", "acknowledged"})
    void markersTellHowFarTheirSenderHasRead(String name) {
        assertThat(of("<" + name + " xmlns='urn:xmpp:chat-markers:0' id='m0'/>"))
                .isEqualTo(new Displayed("m0"));
    }

    @Test
    @Spec("XEP-0308 3")
    void correctionNamesWhatItReplaces() {
        assertThat(of("<body>ho</body><replace id='m0' xmlns='urn:xmpp:message-correct:0'/>"))
                .isEqualTo(new Correction("m1", "m0"));
    }

    @Test
    @Spec("XEP-0424 4")
    void bodyOfARetractionIsNotShown() {
        assertThat(of("<retract id='m0' xmlns='urn:xmpp:message-retract:1'/><body>gone</body>"))
                .isEqualTo(new Retraction("m0"));
    }
}
