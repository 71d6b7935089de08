package dev.hermod.stanza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.Form.Option;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadsTest {
    private static FrozenElement xml(String text) {
        try {
            return ElementReader.parse(text);
        } catch (XmlStreamException e) {
            throw new AssertionError(e);
        }
    }

    @Nested
    class Forms {
        private final Form questions =
                new Form(
                        Form.Type.FORM,
                        "Title",
                        List.of("line 1", "line 2"),
                        List.of(
                                Field.of(Form.FORM_TYPE, FieldType.HIDDEN, null, "urn:kind"),
                                Field.of("name", FieldType.TEXT_SINGLE, "Name").asRequired(),
                                Field.of("public", FieldType.BOOLEAN, "Public", "1"),
                                Field.of("owners", FieldType.JID_MULTI, null),
                                Field.choice(
                                        "colour",
                                        FieldType.LIST_SINGLE,
                                        "Colour",
                                        List.of(new Option("Red", "r"), new Option(null, "g")),
                                        "g")),
                        List.of(),
                        List.of());

        private Form answers(Field... fields) {
            return new Form(Form.Type.SUBMIT, List.of(fields));
        }

        @Test
        void formIsReadBackAsWritten() throws Exception {
            assertThat(DataForms.parse(DataForms.element(questions))).isEqualTo(questions);
            assertThat(questions.formType()).isEqualTo("urn:kind");
            assertThat(questions.flag("public", false)).isTrue();
            assertThat(questions.flag("absent", true)).isTrue();
        }

        @Test
        void tableIsReadBackAsWritten() throws Exception {
            Form table =
                    new Form(
                            Form.Type.RESULT,
                            null,
                            List.of(),
                            List.of(),
                            List.of(Field.of("a", FieldType.TEXT_SINGLE, "A")),
                            List.of(
                                    List.of(Field.answer("a", "1")),
                                    List.of(Field.answer("a", "2"))));
            assertThat(DataForms.parse(DataForms.element(table))).isEqualTo(table);
        }

        @Test
        void formIsFoundAmongChildren() throws Exception {
            FrozenElement query =
                    FrozenElement.named("query", "urn:q")
                            .child(DataForms.element(answers(Field.answer("a", "1", "2"))))
                            .build();
            assertThat(Objects.requireNonNull(DataForms.in(query)).values("a"))
                    .containsExactly("1", "2");
            assertThat(DataForms.in(xml("<query xmlns='urn:q'/>"))).isNull();
        }

        @Test
        void answersThatFitAreTaken() throws Exception {
            DataForms.check(
                    answers(
                            Field.answer(Form.FORM_TYPE, "urn:kind"),
                            Field.answer("name", "x"),
                            Field.answer("public", "true"),
                            Field.answer("owners", "a@b", "c@d"),
                            Field.answer("colour", "r"),
                            Field.answer("unasked", "y")),
                    questions);
        }

        @Test
        void answersThatDoNotFitAreRefused() {
            Field name = Field.answer("name", "x");
            assertRefused("not-acceptable");
            assertRefused("not-acceptable", Field.answer("name", ""));
            assertRefused("not-acceptable", Field.answer("name", "a", "b"));
            assertRefused("not-acceptable", name, Field.answer("public", "maybe"));
            assertRefused("not-acceptable", name, Field.answer("owners", "a@b", "@"));
            assertRefused("not-acceptable", name, Field.answer("colour", "b"));
            assertRefused("bad-request", name, Field.answer(Form.FORM_TYPE, "urn:other"));
        }

        private void assertRefused(String condition, Field... fields) {
            assertThatThrownBy(() -> DataForms.check(answers(fields), questions))
                    .isInstanceOf(StanzaException.class)
                    .hasMessageStartingWith(condition);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "<x xmlns='jabber:x:data'/>",
                    "<x xmlns='jabber:x:data' type='what'/>",
                    "<x xmlns='jabber:x:data' type='submit'><field/></x>",
                    "<x xmlns='jabber:x:data' type='form'><field var='a'><option/></field></x>"
                })
        void formThatIsNoneIsRefused(String form) {
            assertThatThrownBy(() -> DataForms.parse(xml(form)))
                    .hasMessageStartingWith("bad-request");
        }

        @Test
        void tooManyFieldsAreRefused() {
            String fields = "<field var='a'/>".repeat(257);
            assertThatThrownBy(() ->
                            DataForms.parse(
                                    xml(
                                            "<x xmlns='jabber:x:data' type='submit'>"
                                                    + fields
                                                    + "</x>")))
                    .hasMessageStartingWith("bad-request");
        }
    }

    @Nested
    class Pages {
        @Test
        void wishIsReadBackAsWritten() throws Exception {
            RsmRequest request = new RsmRequest(OptionalInt.of(10), "a", null, OptionalInt.of(3));
            assertThat(ResultSets.request(ResultSets.element(request))).isEqualTo(request);
            assertThat(ResultSets.requestIn(xml("<query xmlns='urn:q'/>")))
                    .isEqualTo(RsmRequest.ANY);
            assertThat(request.limit(5)).isEqualTo(5);
            assertThat(RsmRequest.ANY.limit(5)).isEqualTo(5);
        }

        @Test
        void emptyBeforeAsksForTheLastPage() throws Exception {
            RsmRequest request =
                    ResultSets.request(
                            xml(
                                    "<set xmlns='http://jabber.org/protocol/rsm'><max>5</max><before/></set>"));
            assertThat(request.isLastPage()).isTrue();
            assertThat(request.isBackwards()).isTrue();
            assertThat(ResultSets.request(ResultSets.element(request))).isEqualTo(request);
        }

        @Test
        void answerIsReadBackAsWritten() throws Exception {
            RsmResponse response = new RsmResponse("a", OptionalInt.of(0), "z", OptionalInt.of(26));
            assertThat(ResultSets.response(ResultSets.element(response))).isEqualTo(response);
            assertThat(ResultSets.element(response).asXML())
                    .isEqualTo(
                            "<set xmlns='http://jabber.org/protocol/rsm'><first index='0'>a</first><last>z</last>"
                                    + "<count>26</count></set>");
            RsmResponse empty = new RsmResponse(null, OptionalInt.empty(), null, OptionalInt.of(0));
            assertThat(ResultSets.response(ResultSets.element(empty))).isEqualTo(empty);
        }

        @ParameterizedTest
        @ValueSource(strings = {"-1", "x", "", "99999999999"})
        void numberThatIsNoneIsRefused(String max) {
            FrozenElement set =
                    xml("<set xmlns='http://jabber.org/protocol/rsm'><max>" + max + "</max></set>");
            assertThatThrownBy(() -> ResultSets.request(set)).hasMessageStartingWith("bad-request");
        }
    }

    @Nested
    class Times {
        @ParameterizedTest
        @CsvSource({
            "2002-09-10T23:08:25Z, 2002-09-10T23:08:25.000Z",
            "2002-09-10T23:08:25.1Z, 2002-09-10T23:08:25.100Z",
            "2002-09-10T23:08:25.123456Z, 2002-09-10T23:08:25.123Z",
            "2002-09-11T01:08:25+02:00, 2002-09-10T23:08:25.000Z",
            "1969-07-21T02:56:15-05:00, 1969-07-21T07:56:15.000Z"
        })
        void timesAreReadAndWritten(String text, String written) throws Exception {
            assertThat(Timestamps.format(Timestamps.parse(text))).isEqualTo(written);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "x",
                    "2002-09-10",
                    "2002-09-10T23:08:25",
                    "20020910T23:08:25",
                    "2002-13-10T23:08:25Z",
                    "+999999999-09-10T23:08:25Z",
                    "-2002-09-10T23:08:25Z",
                    "9999-12-31T23:59:59-01:00",
                    "0000-01-01T00:00:00+01:00"
                })
        void textThatIsNoTimeIsRefused(String text) {
            assertThat(Timestamps.parseOrNull(text)).isNull();
            assertThatThrownBy(() -> Timestamps.parse(text)).hasMessageStartingWith("bad-request");
        }

        @Test
        void delayIsReadBackAsWritten() {
            Delay delay =
                    new Delay(
                            Instant.parse("2002-09-10T23:08:25.123Z"),
                            Jids.prepared("example.org"),
                            "Offline");
            FrozenElement message =
                    FrozenElement.named("message", "jabber:client")
                            .child(xml("<delay xmlns='urn:xmpp:delay' stamp='never'/>"))
                            .child(delay.element())
                            .build();
            assertThat(Delay.in(message)).isEqualTo(delay);
            assertThat(Delay.in(message, Jids.prepared("example.org"))).isEqualTo(delay);
            assertThat(Delay.in(message, Jids.prepared("other.org"))).isNull();
            assertThat(Delay.in(xml("<message xmlns='jabber:client'/>"))).isNull();
        }
    }
}
