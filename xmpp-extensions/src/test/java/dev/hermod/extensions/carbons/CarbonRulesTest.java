package dev.hermod.extensions.carbons;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.extensions.carbons.Carbon.Direction;
import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.Message;

@Spec("XEP-0280 6.1")
class CarbonRulesTest {
    private static final String BODY = "<body>x</body>";
    private static final String ROOM = "<x xmlns='http://jabber.org/protocol/muc#user'/>";
    private static final String MEDIATED =
            "<x xmlns='http://jabber.org/protocol/muc#user'><invite from='a@b.example'/></x>";

    private static Message message(String from, String to, String type, String payload) {
        return Stanzas.message(
                TestClient.parse(
                        "<message from='%s' to='%s' type='%s'>%s</message>"
                                .formatted(from, to, type, payload)));
    }

    private static Message message(String type, String payload) {
        return message("romeo@x.example/a", "juliet@y.example/b", type, payload);
    }

    private static boolean eligible(Message message, Direction direction) {
        return CarbonRules.eligible(message, direction, () -> false);
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void chatMessageIsCopiedWhateverItCarries(Direction direction) {
        assertThat(eligible(message("chat", ""), direction)).isTrue();
        assertThat(eligible(message("chat", BODY), direction)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void normalMessageIsCopiedWhenItHasABody(Direction direction) {
        assertThat(eligible(message("normal", BODY), direction)).isTrue();
        assertThat(eligible(message("nonsense", BODY), direction)).isTrue();
        assertThat(eligible(message("normal", "<event xmlns='urn:x'/>"), direction)).isFalse();
        assertThat(eligible(message("normal", "<body xmlns='urn:x'>x</body>"), direction))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<received xmlns='urn:xmpp:receipts' id='1'/>",
                "<request xmlns='urn:xmpp:receipts'/>",
                "<composing xmlns='http://jabber.org/protocol/chatstates'/>",
                "<displayed xmlns='urn:xmpp:chat-markers:0' id='1'/>"
            })
    void whatIsTypicalForInstantMessagingIsCopied(String payload) {
        assertThat(eligible(message("normal", payload), Direction.SENT)).isTrue();
        assertThat(eligible(message("normal", payload), Direction.RECEIVED)).isTrue();
    }

    @Test
    void headlineIsNotCopied() {
        assertThat(eligible(message("headline", BODY), Direction.RECEIVED)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<private xmlns='urn:xmpp:carbons:2'/>",
                "<no-copy xmlns='urn:xmpp:hints'/>"
            })
    @Spec("XEP-0280 9")
    void messageMarkedPrivateIsNotCopied(String mark) {
        assertThat(eligible(message("chat", BODY + mark), Direction.SENT)).isFalse();
        assertThat(eligible(message("chat", BODY + mark), Direction.RECEIVED)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void errorIsCopiedWhenItAnswersAnEligibleMessage(boolean answersEligible) {
        Message error = message("error", BODY);
        assertThat(CarbonRules.eligible(error, Direction.RECEIVED, () -> answersEligible))
                .isEqualTo(answersEligible);
    }

    @Test
    void roomMessageIsNotCopied() {
        assertThat(eligible(message("groupchat", BODY), Direction.SENT)).isFalse();
        assertThat(eligible(message("groupchat", BODY), Direction.RECEIVED)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<x xmlns='jabber:x:conference' jid='r@m.example'/>", MEDIATED})
    void invitationIsCopied(String invitation) {
        assertThat(eligible(message("normal", invitation), Direction.SENT)).isTrue();
        assertThat(eligible(message("normal", invitation), Direction.RECEIVED)).isTrue();
        Message byRoom = message("room@m.example", "juliet@y.example", "normal", invitation);
        assertThat(eligible(byRoom, Direction.RECEIVED)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"chat", "normal"})
    void privateMessageToAnOccupantIsCopied(String type) {
        Message sent = message("romeo@x.example/a", "room@m.example/juliet", type, ROOM);
        assertThat(eligible(sent, Direction.SENT)).isTrue();
    }

    @Test
    void privateMessageOfAnOccupantIsNotCopied() {
        Message got = message("room@m.example/juliet", "romeo@x.example/a", "chat", BODY + ROOM);
        assertThat(eligible(got, Direction.RECEIVED)).isFalse();
    }
}
