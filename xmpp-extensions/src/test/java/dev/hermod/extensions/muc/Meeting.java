package dev.hermod.extensions.muc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.feature.Feature;
import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A server with rooms, one room of it, and people who come.
final class Meeting implements AutoCloseable {
    static final String ROOM = "coven@conference.example.org";

    private final AtomicInteger ids = new AtomicInteger();
    private final TestServer server;

    Meeting() {
        this(Map.of());
    }

    Meeting(Map<String, String> settings) {
        this(settings, new RoomsFeature());
    }

    Meeting(Map<String, String> settings, Feature... features) {
        server = TestServer.with(settings, Clock.systemUTC(), features);
    }

    TestServer server() {
        return server;
    }

    RoomStorage storage() {
        return server.storage().port(RoomStorage.class);
    }

    TestClient person(String localpart) {
        return person(localpart, "here");
    }

    TestClient person(String localpart, String resource) {
        return server.login(localpart, resource);
    }

    /// The room, made and configured by its owner, who is there and has heard everything.
    ///
    /// @param answers fields of the configuration form, without their prefix
    void open(TestClient owner, String nick, Map<String, String> answers) {
        enter(owner, nick);
        configure(owner, answers);
    }

    void configure(TestClient owner, Map<String, String> answers) {
        Form form =
                new Form(
                        Form.Type.SUBMIT,
                        Stream.concat(
                                        Stream.of(Field.answer(Form.FORM_TYPE, SettingsForm.TYPE)),
                                        answers.entrySet().stream()
                                                .map(one ->
                                                        Field.answer(
                                                                SettingsForm.PREFIX + one.getKey(),
                                                                one.getValue())))
                                .toList());
        FrozenElement answer =
                ask(
                        owner,
                        "set",
                        "<query xmlns='http://jabber.org/protocol/muc#owner'>%s</query>"
                                .formatted(DataForms.element(form).asXML()));
        assertThat(answer.attr("type")).isEqualTo("result");
        heard(owner);
    }

    /// Asks to enter.
    ///
    /// @param in the element of the request
    void knock(TestClient client, String nick, String in) {
        client.send(
                "<presence to='%s/%s'><x xmlns='http://jabber.org/protocol/muc'>%s</x></presence>"
                        .formatted(ROOM, nick, in));
    }

    /// Enters; everything up to the subject.
    List<FrozenElement> enter(TestClient client, String nick) {
        return enter(client, nick, "");
    }

    List<FrozenElement> enter(TestClient client, String nick, String in) {
        knock(client, nick, in);
        List<FrozenElement> heard = heard(client);
        assertThat(heard)
                .last()
                .satisfies(last -> assertThat(last.child("subject", Stanzas.CLIENT)).isNotNull());
        return heard;
    }

    void leave(TestClient client, String nick) {
        client.send("<presence type='unavailable' to='%s/%s'/>".formatted(ROOM, nick));
        heard(client);
    }

    /// Presence is not routed here, so the session is told directly.
    static void available(TestClient client) {
        client.session().presence(Stanzas.presence(TestClient.parse("<presence/>")));
    }

    /// Asks the room itself.
    FrozenElement ask(TestClient client, String type, String payload) {
        return askAt(client, type, ROOM, payload);
    }

    FrozenElement askAt(TestClient client, String type, String to, String payload) {
        return client.ask(
                "<iq type='%s' id='ask-%d' to='%s'>%s</iq>"
                        .formatted(type, ids.incrementAndGet(), to, payload));
    }

    /// Everything the client was sent up to now, after all that was asked of the room has been
    /// done.
    List<FrozenElement> heard(TestClient client) {
        ask(client, "get", "<ping xmlns='urn:xmpp:ping'/>");
        List<FrozenElement> heard = new ArrayList<>();
        client.connection().elements().drainTo(heard);
        return heard;
    }

    /// Gives somebody an affiliation.
    void affiliate(TestClient by, String person, String affiliation) {
        FrozenElement answer =
                ask(
                        by,
                        "set",
                        "<query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='%s' jid='%s@example.org'/></query>"
                                .formatted(affiliation, person));
        assertThat(answer.attr("type")).isEqualTo("result");
    }

    /// Gives an occupant a role.
    void role(TestClient by, String nick, String role) {
        FrozenElement answer =
                ask(
                        by,
                        "set",
                        "<query xmlns='http://jabber.org/protocol/muc#admin'><item role='%s' nick='%s'/></query>"
                                .formatted(role, nick));
        assertThat(answer.attr("type")).isEqualTo("result");
    }

    /// The condition of an error; `null` when it is none.
    static @Nullable String condition(FrozenElement answer) {
        FrozenElement error = answer.child("error", Stanzas.CLIENT);
        return error == null ? null : error.childElements().getFirst().localName();
    }

    /// The type of an error.
    static @Nullable String errorType(FrozenElement answer) {
        return requireNonNull(answer.child("error", Stanzas.CLIENT)).attr("type");
    }

    static FrozenElement x(FrozenElement stanza) {
        return requireNonNull(stanza.child("x", Muc.USER), stanza::toString);
    }

    static FrozenElement item(FrozenElement presence) {
        return requireNonNull(x(presence).child("item", Muc.USER), presence::toString);
    }

    static List<String> codes(FrozenElement stanza) {
        return x(stanza).children("status", Muc.USER).stream()
                .map(status -> requireNonNull(status.attr("code")))
                .toList();
    }

    static Form form(FrozenElement parent) {
        try {
            return requireNonNull(DataForms.in(parent), parent::toString);
        } catch (StanzaException e) {
            throw new IllegalArgumentException(parent.toString(), e);
        }
    }

    /// A form that is filled in.
    static String submit(String formType, Map<String, String> answers) {
        List<Field> fields =
                Stream.concat(
                                Stream.of(Field.answer(Form.FORM_TYPE, formType)),
                                answers.entrySet().stream()
                                        .map(one -> Field.answer(one.getKey(), one.getValue())))
                        .toList();
        return DataForms.element(new Form(Form.Type.SUBMIT, fields)).asXML();
    }

    /// The form that came with a message, with one answer changed, as a message back.
    static String answered(FrozenElement message, String field, String value) {
        List<Field> fields =
                form(message).fields().stream()
                        .map(one ->
                                field.equals(one.name())
                                        ? Field.answer(field, value)
                                        : Field.answer(
                                                requireNonNull(one.name()),
                                                one.values().toArray(String[]::new)))
                        .toList();
        return "<message to='%s'>%s</message>"
                .formatted(ROOM, DataForms.element(new Form(Form.Type.SUBMIT, fields)).asXML());
    }

    @Override
    public void close() {
        server.close();
    }
}
