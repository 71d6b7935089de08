package dev.hermod.extensions.privatexml;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateXmlFeatureTest {
    private static final String PREFS =
            "<exodus xmlns='exodus:prefs' a='1'><nick>Hamlet</nick>&lt;&amp;ü</exodus>";
    private static final String EMPTY_PREFS = "<exodus xmlns='exodus:prefs'/>";

    private final TestServer server =
            TestServer.with(
                    Map.of(
                            "HERMOD_LIMITS__PRIVATE_XML_ITEMS", "2",
                            "HERMOD_LIMITS__PRIVATE_XML_BYTES", "1024"),
                    Clock.systemUTC(),
                    new PrivateXmlFeature());
    private final TestClient hamlet = server.login("hamlet", "denmark");

    @AfterEach
    void close() {
        server.close();
    }

    private static FrozenElement ask(TestClient client, String type, String to, String content) {
        return client.ask(
                "<iq type='%s' id='i' %s><query xmlns='jabber:iq:private'>%s</query></iq>"
                        .formatted(type, to, content));
    }

    private FrozenElement set(String content) {
        return ask(hamlet, "set", "", content);
    }

    private FrozenElement get(String content) {
        FrozenElement answer = ask(hamlet, "get", "", content);
        assertThat(answer.attr("type")).isEqualTo("result");
        return requireNonNull(answer.child("query", "jabber:iq:private"));
    }

    private static @Nullable String condition(FrozenElement answer) {
        FrozenElement error = answer.child("error", Stanzas.CLIENT);
        return error == null ? null : error.childElements().getFirst().localName();
    }

    private static FrozenElement query(String content) {
        return requireNonNull(
                TestClient.parse(
                                "<iq><query xmlns='jabber:iq:private'>" + content + "</query></iq>")
                        .child("query", "jabber:iq:private"));
    }

    @Test
    @Spec("XEP-0049 2")
    void whatWasStoredComesBackAsItWas() {
        assertThat(set(PREFS).attr("type")).isEqualTo("result");
        assertThat(get(EMPTY_PREFS)).isEqualTo(query(PREFS));
        TestClient phone = server.login("hamlet", "phone");
        assertThat(
                        ask(phone, "get", "to='hamlet@example.org'", EMPTY_PREFS)
                                .child("query", "jabber:iq:private"))
                .isEqualTo(query(PREFS));
    }

    @Test
    @Spec("XEP-0049 2")
    void whatIsNotThereIsAnsweredEmpty() {
        assertThat(get(EMPTY_PREFS)).isEqualTo(query(EMPTY_PREFS));
    }

    @Test
    @Spec("XEP-0049 2")
    void laterReplacesEarlierOfTheSameName() {
        set("<a xmlns='urn:x'>1</a>");
        set("<a xmlns='urn:y'>2</a>");
        set("<a xmlns='urn:x'>3</a>");
        assertThat(get("<a xmlns='urn:x'/>")).isEqualTo(query("<a xmlns='urn:x'>3</a>"));
        assertThat(get("<a xmlns='urn:y'/>")).isEqualTo(query("<a xmlns='urn:y'>2</a>"));
    }

    @Test
    @Spec("XEP-0049 2")
    void oneSetMayHoldSeveralElements() {
        String both = "<a xmlns='urn:x'>1</a><a xmlns='urn:x'>2</a>";
        set(both + "<b xmlns='urn:x'>3</b>");
        assertThat(get("<a xmlns='urn:x'/>")).isEqualTo(query(both));
        assertThat(get("<b xmlns='urn:x'/>")).isEqualTo(query("<b xmlns='urn:x'>3</b>"));
    }

    @ParameterizedTest
    @Spec("XEP-0049 2")
    @CsvSource(
            delimiter = '|',
            value = {
                "get |                                          | bad-request",
                "set |                                          | not-acceptable",
                "get | <a xmlns='urn:x'/><b xmlns='urn:y'/>     | not-acceptable",
                "get | <a/>                                     | not-acceptable",
                "set | <a/>                                     | not-acceptable",
                "set | <a xmlns='urn:x'>1</a><b/>               | not-acceptable",
            })
    void whatCannotBeMeantIsRefused(String type, @Nullable String content, String expected) {
        String given = content == null ? "" : content;
        assertThat(condition(ask(hamlet, type, "", given))).isEqualTo(expected);
        assertThat(get("<a xmlns='urn:x'/>")).isEqualTo(query("<a xmlns='urn:x'/>"));
    }

    @ParameterizedTest
    @Spec("XEP-0049 2")
    @ValueSource(strings = {"get", "set"})
    void nobodySeesOrChangesWhatIsAnothers(String type) {
        set(PREFS);
        TestClient macbeth = server.login("macbeth", "glamis");
        for (String owner : new String[] {"hamlet", "nobody"}) {
            FrozenElement answer =
                    ask(macbeth, type, "to='" + owner + "@example.org'", EMPTY_PREFS);
            assertThat(condition(answer)).isEqualTo("forbidden");
        }
        assertThat(get(EMPTY_PREFS)).isEqualTo(query(PREFS));
    }

    @Test
    void storageHasABound() {
        String large = "x".repeat(1_000);
        assertThat(condition(set("<a xmlns='urn:x'>" + large + "</a>"))).isEqualTo("not-allowed");
        set("<a xmlns='urn:x'>1</a><b xmlns='urn:x'>2</b>");
        assertThat(condition(set("<c xmlns='urn:x'>3</c>"))).isEqualTo("not-allowed");
        assertThat(set("<a xmlns='urn:x'/>").attr("type")).isEqualTo("result");
        assertThat(set("<c xmlns='urn:x'>3</c>").attr("type")).isEqualTo("result");
    }
}
