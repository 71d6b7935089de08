package dev.hermod.extensions.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.testing.TestClient;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchableTextTest {
    private static Optional<SearchableText> of(String message) {
        return SearchableText.of(TestClient.parse(message));
    }

    @Test
    void bodiesAreFoundInTheLanguageTheyName() {
        assertThat(of("<message><body>Hi</body></message>"))
                .contains(new SearchableText("hi", null));
        assertThat(of("<message xml:lang='de'><body>Hallo</body></message>"))
                .contains(new SearchableText("hallo", "de"));
        assertThat(
                        of(
                                "<message xml:lang='de'><body xml:lang='fr'>Salut</body><body>Hallo</body></message>"))
                .contains(new SearchableText("salut hallo", "fr"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message/>",
                "<message><body/></message>",
                "<message><body>:-)</body></message>",
                "<message><body xmlns='urn:other'>x</body></message>",
                "<message><body>x</body><encryption xmlns='urn:xmpp:eme:0'/></message>",
                "<message><body>x</body><encrypted xmlns='urn:xmpp:omemo:2'><payload/></encrypted></message>",
                "<message><body>x</body><encrypted xmlns='eu.siacs.conversations.axolotl'/></message>",
                "<message><body>x</body><openpgp xmlns='urn:xmpp:openpgp:0'>x</openpgp></message>",
                "<message><body>?OTRv23? x</body></message>",
                "<message><body>x</body><retract xmlns='urn:xmpp:message-retract:1' id='a'/></message>",
                "<message><body>x</body><reactions xmlns='urn:xmpp:reactions:0' id='a'/></message>"
            })
    void nothingElseIsFound(String message) {
        assertThat(of(message)).isEmpty();
    }
}
