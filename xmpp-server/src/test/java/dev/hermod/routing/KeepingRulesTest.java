package dev.hermod.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.Retention;
import dev.hermod.testing.TestClient;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeepingRulesTest {
    private static Optional<Retention> retention(String type, String content) {
        return KeepingRules.retention(
                Stanzas.message(
                        TestClient.parse(
                                "<message type='" + type + "'>" + content + "</message>")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<body>hello</body>",
                "<subject>news</subject>",
                "<received xmlns='urn:xmpp:receipts' id='1'/>",
                "<encrypted xmlns='eu.siacs.conversations.axolotl'/>",
                "<active xmlns='http://jabber.org/protocol/chatstates'/><body>hello</body>",
                "<x xmlns='urn:something:new'/>",
                "<store xmlns='urn:xmpp:hints'/>"
            })
    void whatSaysSomethingIsKept(String content) {
        assertThat(retention("chat", content)).contains(Retention.ARCHIVE);
        assertThat(retention("normal", content)).contains(Retention.ARCHIVE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<composing xmlns='http://jabber.org/protocol/chatstates'/>",
                "<composing xmlns='http://jabber.org/protocol/chatstates'/><thread>t</thread>",
                "<body>psst</body><no-store xmlns='urn:xmpp:hints'/>"
            })
    @Spec("XEP-0160 3")
    void typingAndWhatMustNotBeStoredIsNotKept(String content) {
        assertThat(retention("chat", content)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"headline", "groupchat", "error"})
    void typesThatAreDeliveredAtOnceOrNeverAreNotKept(String type) {
        assertThat(retention(type, "<body>hello</body>")).isEmpty();
    }

    @Test
    @Spec("XEP-0334 4.1")
    void whatIsNotForTheArchiveIsKeptUntilItIsDelivered() {
        assertThat(retention("chat", "<body>hi</body><no-permanent-store xmlns='urn:xmpp:hints'/>"))
                .contains(Retention.UNTIL_DELIVERED);
    }
}
