package dev.hermod.extensions.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.testing.TestClient;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a client was sent in answer to a query.
record Reading(List<FrozenElement> results, FrozenElement answer) {
    private static final String RSM = "http://jabber.org/protocol/rsm";

    /// Asks for what is inside `<query/>`.
    static Reading of(TestClient client, String content) {
        FrozenElement answer =
                client.ask(
                        "<iq type='set' id='q'><query xmlns='urn:xmpp:mam:2' queryid='f'>"
                                + content
                                + "</query></iq>");
        List<FrozenElement> results =
                client.received().stream()
                        .flatMap(one -> one.children("result", ArchiveQuery.NAMESPACE).stream())
                        .toList();
        return new Reading(results, answer);
    }

    /// A form with these fields, one value each.
    static String form(String... namesAndValues) {
        StringBuilder form =
                new StringBuilder(
                        "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'>"
                                + "<value>urn:xmpp:mam:2</value></field>");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.append(
                    "<field var='%s'><value>%s</value></field>"
                            .formatted(namesAndValues[i], namesAndValues[i + 1]));
        }
        return form.append("</x>").toString();
    }

    static String page(String content) {
        return "<set xmlns='" + RSM + "'>" + content + "</set>";
    }

    List<String> ids() {
        return results.stream().map(one -> String.valueOf(one.attr("id"))).toList();
    }

    List<String> bodies() {
        return results.stream()
                .map(Reading::message)
                .map(message -> message.child("body", "jabber:client"))
                .map(body -> body == null ? "" : body.text())
                .toList();
    }

    /// What a result has forwarded.
    static FrozenElement message(FrozenElement result) {
        return child(child(result, "forwarded", "urn:xmpp:forward:0"), "message", "jabber:client");
    }

    static FrozenElement child(FrozenElement parent, String name, String namespace) {
        return Objects.requireNonNull(parent.child(name, namespace), name);
    }

    FrozenElement fin() {
        assertThat(answer.attr("type")).as(answer.toString()).isEqualTo("result");
        return child(answer, "fin", ArchiveQuery.NAMESPACE);
    }

    boolean complete() {
        return "true".equals(fin().attr("complete"));
    }

    @Nullable String rsm(String name) {
        FrozenElement found = child(fin(), "set", RSM).child(name, RSM);
        return found == null ? null : found.text();
    }

    @Nullable String firstIndex() {
        return child(child(fin(), "set", RSM), "first", RSM).attr("index");
    }

    /// The condition of an error.
    String condition() {
        assertThat(answer.attr("type")).isEqualTo("error");
        return child(answer, "error", "jabber:client").childElements().getFirst().localName();
    }
}
