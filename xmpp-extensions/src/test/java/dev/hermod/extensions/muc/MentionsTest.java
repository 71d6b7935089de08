package dev.hermod.extensions.muc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

class MentionsTest {
    private static final JID ROOM = TestServer.jid("coven@conference.example.org");
    private static final JID HAG = TestServer.jid("hag@example.org");
    private static final JID CRONE = TestServer.jid("crone@example.org");
    private static final Map<JID, String> NICKS = Map.of(HAG, "Second Witch", CRONE, "crone");

    private static Set<JID> named(String content) {
        return Mentions.in(TestClient.parse("<message type='groupchat'>" + content + "</message>"))
                .of(ROOM, NICKS);
    }

    private static Set<JID> said(String body) {
        return named("<body>" + body + "</body>");
    }

    private static String reference(String type, String uri) {
        return "<body>you there</body><reference xmlns='urn:xmpp:reference:0' type='%s' uri='%s'/>"
                .formatted(type, uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crone",
                "crone: look",
                "Look, CRONE!",
                "@crone?",
                "well (crone)",
                "a\ncrone\nb",
                "cronecrone crone"
            })
    void nickThatStandsAsAWordOfItsOwnIsAMention(String body) {
        assertThat(said(body)).containsExactly(CRONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"crones", "acrone", "cron e", "crone2", "", "écrone"})
    void nickWithinAnotherWordIsNone(String body) {
        assertThat(said(body)).isEmpty();
    }

    @Test
    void nickMayBeSeveralWords() {
        assertThat(said("hail, second witch.")).containsExactly(HAG);
        assertThat(said("hail, second")).isEmpty();
        assertThat(said("crone and Second Witch")).containsExactlyInAnyOrder(HAG, CRONE);
    }

    @Test
    @Spec("XEP-0372 4.1")
    void referencesNameByAddressOrByOccupant() {
        assertThat(named(reference("mention", "xmpp:hag@example.org"))).containsExactly(HAG);
        assertThat(named(reference("mention", "xmpp:coven@conference.example.org/Second%20Witch")))
                .containsExactly(HAG);
        assertThat(named(reference("data", "xmpp:hag@example.org"))).isEmpty();
        assertThat(named(reference("mention", "xmpp:hag@elsewhere.example"))).isEmpty();
        assertThat(named(reference("mention", "xmpp:%zz"))).isEmpty();
        assertThat(named(reference("mention", "https://example.org/"))).isEmpty();
    }

    @Test
    void whatStandsFarBehindIsNotLookedAt() {
        assertThat(said("x ".repeat(3_000) + "crone")).isEmpty();
    }

    @Test
    void messageWithoutABodyNamesNobody() {
        assertThat(named("")).isEmpty();
    }
}
