package dev.hermod.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.feature.Transit;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.LogRow;
import dev.hermod.storage.Retention;
import dev.hermod.testing.TestClient;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a receipt           | <received xmlns='urn:xmpp:receipts' id='1'/>
                    a marker            | <displayed xmlns='urn:xmpp:chat-markers:0' id='1'/>
                    a reaction          | <reactions xmlns='urn:xmpp:reactions:0' id='1'><reaction>x</reaction></reactions>
                    a correction        | <body>two</body><replace xmlns='urn:xmpp:message-correct:0' id='1'/>
                    a retraction        | <retract xmlns='urn:xmpp:message-retract:1' id='1'/>
                    an encrypted body   | <encryption xmlns='urn:xmpp:eme:0' namespace='eu.siacs.conversations.axolotl'/>
                    an encrypted body 2 | <encrypted xmlns='urn:xmpp:omemo:2'/>
                    a call              | <propose xmlns='urn:xmpp:jingle-message:0' id='1'/>
                    the end of a call   | <finish xmlns='urn:xmpp:jingle-message:0' id='1'/>
                    """)
    void whatAPersonWouldMissIsKept(String what, String content) {
        assertThat(retention("chat", content)).as(what).contains(Retention.ARCHIVE);
        assertThat(retention("normal", content)).as(what).contains(Retention.ARCHIVE);
        assertThat(retention("groupchat", content)).as(what).isEmpty();
        assertThat(retention("error", content)).as(what).isEmpty();
        assertThat(retention("chat", content + "<no-store xmlns='urn:xmpp:hints'/>"))
                .as(what)
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "composing", "paused", "inactive", "gone"})
    void typingIsNotKeptThoughItHasAnIdOfItsOwn(String state) {
        assertThat(
                        retention(
                                "chat",
                                "<%s xmlns='http://jabber.org/protocol/chatstates'/><origin-id xmlns='urn:xmpp:sid:0' id='1'/>"
                                        .formatted(state)))
                .isEmpty();
    }

    @Test
    @Spec("XEP-0334 5")
    void hintsOfErrorsAreIgnored() {
        assertThat(retention("error", "<body>x</body><store xmlns='urn:xmpp:hints'/>")).isEmpty();
    }

    @Test
    void messageOffTheRecordIsInTheOtherSidesArchiveOnly() {
        JID romeo = Jids.prepared("romeo@example.org");
        JID juliet = Jids.prepared("juliet@example.org");
        Transit transit = new Transit(null, romeo, juliet, Map.of());
        Message message =
                Stanzas.message(
                        TestClient.parse(
                                "<message type='chat' from='romeo@example.org/o' to='juliet@example.org'><body>x</body></message>"));

        assertThat(KeepingRules.incoming(transit, juliet, message, Set.of()))
                .containsExactly(
                        new LogRow(romeo, juliet, juliet, false, Retention.ARCHIVE),
                        new LogRow(juliet, romeo, juliet, true, Retention.ARCHIVE));
        assertThat(KeepingRules.incoming(transit, juliet, message, Set.of(romeo)))
                .containsExactly(new LogRow(juliet, romeo, juliet, true, Retention.ARCHIVE));
        assertThat(KeepingRules.incoming(transit, juliet, message, Set.of(juliet)))
                .containsExactly(
                        new LogRow(romeo, juliet, juliet, false, Retention.ARCHIVE),
                        new LogRow(juliet, romeo, juliet, true, Retention.UNTIL_DELIVERED));
        assertThat(KeepingRules.outgoing(transit, juliet, message, Set.of(romeo))).isEmpty();
    }

    @Test
    @Spec("XEP-0334 4.1")
    void whatIsNotForTheArchiveIsKeptUntilItIsDelivered() {
        assertThat(retention("chat", "<body>hi</body><no-permanent-store xmlns='urn:xmpp:hints'/>"))
                .contains(Retention.UNTIL_DELIVERED);
    }
}
