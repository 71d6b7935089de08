package dev.hermod.extensions.directory;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.extensions.commands.CommandsFeature;
import dev.hermod.extensions.vcard.VcardFeature;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryFeatureTest {
    private static final String COMMANDS = "http://jabber.org/protocol/commands";
    private static final String VCARD =
            "<N><GIVEN>Juliet</GIVEN><FAMILY>Capulet</FAMILY></N><NICKNAME>jule</NICKNAME><EMAIL><INTERNET/><USERID>juliet@capulet.example</USERID></EMAIL>";

    private final VcardFeature vcards = new VcardFeature();
    private final TestServer server =
            TestServer.with(
                    Map.of(
                            "HERMOD_LIMITS__SEARCH_RESULTS", "2",
                            "HERMOD_LIMITS__SEARCHES_PER_MINUTE", "5"),
                    Clock.systemUTC(),
                    vcards,
                    new DirectoryFeature(vcards),
                    new CommandsFeature());
    private final TestClient juliet = server.login("juliet", "balcony");
    private final TestClient romeo = server.login("romeo", "orchard");

    @AfterEach
    void close() {
        server.close();
    }

    private static FrozenElement ask(TestClient client, String type, String content) {
        return client.ask(
                "<iq type='%s' id='s1' to='example.org'><query xmlns='jabber:iq:search'>%s</query></iq>"
                        .formatted(type, content));
    }

    private static FrozenElement query(FrozenElement answer) {
        return requireNonNull(answer.child("query", "jabber:iq:search"), answer::asXML);
    }

    private static @Nullable String condition(FrozenElement answer) {
        FrozenElement error = answer.child("error", Stanzas.CLIENT);
        return error == null ? null : error.childElements().getFirst().localName();
    }

    private static FrozenElement vcard(TestClient client, String content) {
        return client.ask(
                "<iq type='set' id='v1'><vCard xmlns='vcard-temp'>%s</vCard></iq>"
                        .formatted(content));
    }

    private static void listed(TestClient client, boolean wanted) {
        String command =
                "<iq type='set' id='c1' to='example.org'><command xmlns='%s' node='%s'/></iq>"
                        .formatted(COMMANDS, ListedCommand.NODE);
        String session =
                requireNonNull(client.ask(command).child("command", COMMANDS)).attr("sessionid");
        FrozenElement done =
                client.ask(
                        "<iq type='set' id='c2' to='example.org'><command xmlns='%s' node='%s' sessionid='%s'><x xmlns='jabber:x:data' type='submit'><field var='listed'><value>%s</value></field></x></command></iq>"
                                .formatted(COMMANDS, ListedCommand.NODE, session, wanted));
        assertThat(done.attr("type")).as(done.asXML()).isEqualTo("result");
    }

    private static List<String> found(TestClient client, String content) {
        return query(ask(client, "set", content)).children("item", "jabber:iq:search").stream()
                .map(item -> String.valueOf(item.attr("jid")))
                .toList();
    }

    @Test
    @Spec("XEP-0055 2.1, 3")
    void whatCanBeAskedIsTold() {
        FrozenElement blank = query(ask(romeo, "get", ""));
        assertThat(blank.child("instructions", "jabber:iq:search")).isNotNull();
        for (String field : List.of("first", "last", "nick", "email")) {
            assertThat(blank.child(field, "jabber:iq:search")).isNotNull();
        }
        FrozenElement form = requireNonNull(blank.child("x", DataForms.NAMESPACE));
        assertThat(form.asXML()).contains("jabber:iq:search", "var='first'", "var='user'");
        assertThat(server.features().features(DiscoTarget.SERVER)).contains("jabber:iq:search");
    }

    @Test
    void nobodyIsFoundWhoDidNotAskForIt() {
        vcard(juliet, VCARD);
        assertThat(found(romeo, "<last>Capulet</last>")).isEmpty();
        listed(juliet, true);
        assertThat(found(romeo, "<last>Capulet</last>")).containsExactly("juliet@example.org");
        listed(juliet, false);
        assertThat(found(romeo, "<last>Capulet</last>")).isEmpty();
    }

    @Test
    @Spec("XEP-0055 2.2")
    void whoIsFoundIsToldWithHisFields() {
        vcard(juliet, VCARD);
        listed(juliet, true);
        FrozenElement item =
                query(ask(romeo, "set", "<first>JUL*</first><last>cap</last><nick/>"))
                        .childElements()
                        .getFirst();
        assertThat(item.attr("jid")).isEqualTo("juliet@example.org");
        assertThat(requireNonNull(item.child("first", "jabber:iq:search")).text())
                .isEqualTo("Juliet");
        assertThat(requireNonNull(item.child("nick", "jabber:iq:search")).text()).isEqualTo("jule");
        assertThat(found(romeo, "<first>Jul</first><last>Montague</last>")).isEmpty();
    }

    @Test
    @Spec("XEP-0055 3")
    void formIsAnsweredByATable() {
        listed(juliet, true);
        FrozenElement answer =
                query(
                        ask(
                                romeo,
                                "set",
                                "<x xmlns='jabber:x:data' type='submit'><field type='hidden' var='FORM_TYPE'><value>jabber:iq:search</value></field><field var='user'><value>julie</value></field><field var='last'><value/></field></x>"));
        FrozenElement table = requireNonNull(answer.child("x", DataForms.NAMESPACE));
        assertThat(table.attr("type")).isEqualTo("result");
        assertThat(table.child("reported", DataForms.NAMESPACE)).isNotNull();
        assertThat(table.children("item", DataForms.NAMESPACE)).hasSize(1);
        assertThat(table.asXML()).contains("juliet@example.org");
    }

    @Test
    void otherVcardIsFoundByWhatItSays() {
        listed(juliet, true);
        vcard(juliet, VCARD);
        assertThat(found(romeo, "<nick>jule</nick>")).hasSize(1);
        vcard(juliet, "<NICKNAME>julia</NICKNAME>");
        assertThat(found(romeo, "<nick>jule</nick>")).isEmpty();
        assertThat(found(romeo, "<nick>julia</nick>")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<first/>", "<first>J</first>", "<first>*</first>", "<x/>"})
    void searchForEverybodyIsRefused(String content) {
        assertThat(condition(ask(romeo, "set", content))).isEqualTo("not-acceptable");
    }

    @Test
    void answersAndSearchesAreBounded() {
        for (String name : List.of("sam1", "sam2", "sam3")) {
            listed(server.login(name, "x"), true);
        }
        String samples =
                "<x xmlns='jabber:x:data' type='submit'><field var='user'><value>sam</value></field></x>";
        FrozenElement table =
                requireNonNull(query(ask(romeo, "set", samples)).child("x", DataForms.NAMESPACE));
        assertThat(table.children("item", DataForms.NAMESPACE)).hasSize(2);
        for (int i = 0; i < 4; i++) {
            assertThat(condition(ask(romeo, "set", samples))).isNull();
        }
        assertThat(condition(ask(romeo, "set", samples))).isEqualTo("resource-constraint");
        assertThat(condition(ask(juliet, "set", samples))).isNull();
    }

    @Test
    void strangersDoNotSearch() {
        TestClient gone = server.login("romeo", "gone");
        for (String type : List.of("get", "set")) {
            String iq =
                    "<iq type='"
                            + type
                            + "' id='r1' from='romeo@example.org/gone' to='example.org'><query xmlns='jabber:iq:search'><first>Juliet</first></query></iq>";
            server.router().route(Stanzas.iq(TestClient.parse(iq)));
            assertThat(condition(gone.next())).isEqualTo("forbidden");
        }
    }
}
