package dev.hermod.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.Origin;
import dev.hermod.testing.TestClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
    private static final String ORIGIN = "<origin-id xmlns='urn:xmpp:sid:0' id='1'/>";
    private static final String SENT =
            "<message from='romeo@x.example/a' to='juliet@y.example' type='chat' id='1'><body>x</body>"
                    + ORIGIN
                    + "</message>";

    private static @Nullable Origin of(String message) {
        return Origins.of(Stanzas.message(TestClient.parse(message)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message from='romeo@x.example/a' to='juliet@y.example' id='1'><body>x</body></message>",
                "<message from='romeo@x.example/a' to='juliet@y.example' id='1'><origin-id xmlns='urn:xmpp:sid:0'/></message>",
                "<message from='romeo@x.example/a' to='juliet@y.example' id='1'><origin-id xmlns='urn:xmpp:sid:0' id=''/></message>",
                "<message from='romeo@x.example/a' to='juliet@y.example' id='1'><origin-id id='1'/></message>"
            })
    void onlyAnOriginIdMakesAMessageKnownAgain(String message) {
        assertThat(of(message)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message from='romeo@x.example/b' to='juliet@y.example' type='chat' id='2'><body>x</body>",
                "<message id='1' type='chat' to='juliet@y.example' from='romeo@x.example/a'><body>x</body><delay xmlns='urn:xmpp:delay' stamp='2026-01-01T00:00:00Z'/>",
                "<message from='romeo@x.example/a' to='juliet@y.example' type='chat' id='1'><body>x</body><stanza-id xmlns='urn:xmpp:sid:0' by='z.example' id='7'/>",
                "<message from='romeo@x.example/a' to='juliet@y.example' type='chat' id='1'><active xmlns='http://jabber.org/protocol/chatstates'/> <body>x</body>"
            })
    void whatDiffersBetweenAttemptsDoesNotCount(String open) {
        assertThat(of(open + ORIGIN + "</message>")).isEqualTo(of(SENT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message from='romeo@x.example/a' to='juliet@y.example' type='chat' id='1'><body>y</body>",
                "<message from='romeo@x.example/a' to='juliet@y.example' type='chat' id='1'><body>x</body><request xmlns='urn:xmpp:receipts'/>",
                "<message from='romeo@x.example/a' to='juliet@y.example' type='normal' id='1'><body>x</body>",
                "<message from='romeo@x.example/a' to='juliet@y.example/z' type='chat' id='1'><body>x</body>",
                "<message from='iago@x.example/a' to='juliet@y.example' type='chat' id='1'><body>x</body>"
            })
    void otherContentOrPeopleAreAnotherMessage(String open) {
        assertThat(of(open + ORIGIN + "</message>")).isNotEqualTo(of(SENT));
    }

    @Test
    void anotherIdIsAnotherMessage() {
        assertThat(of(SENT.replace(ORIGIN, "<origin-id xmlns='urn:xmpp:sid:0' id='2'/>")))
                .isNotEqualTo(of(SENT));
    }
}
