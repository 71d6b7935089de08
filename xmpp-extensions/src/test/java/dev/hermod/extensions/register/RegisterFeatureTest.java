package dev.hermod.extensions.register;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.feature.EarlyIqHandler;
import dev.hermod.feature.StreamContext;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.Account;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.IQ;

class RegisterFeatureTest {
    private static final String NS = "jabber:iq:register";
    private static final String ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";
    private static final StreamContext SECURE = stream(true, false);

    private final TestServer server = server("open");

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void fieldsAndFormAreTold() throws Exception {
        FrozenElement query = requireNonNull(early(get()).child("query", NS));
        assertThat(query.child("username", NS)).isNotNull();
        assertThat(query.child("password", NS)).isNotNull();
        assertThat(query.child("instructions", NS)).isNotNull();
        assertThat(
                        requireNonNull(query.child("x", "jabber:x:data"))
                                .children("field", "jabber:x:data"))
                .extracting(field -> field.attr("var"))
                .containsExactly("FORM_TYPE", "username", "password");
    }

    @Test
    void plainFieldsMakeAnAccount() throws Exception {
        assertThat(early(set(fields("bill", "Calliope"))).attr("type")).isEqualTo("result");
        assertThat(passwordOf("bill", "Calliope")).isTrue();
    }

    @Test
    void formMakesAnAccountAndWinsOverFields() throws Exception {
        assertThat(
                        early(set(fields("other", "ignored") + form(NS, "Bill", "Calliope")))
                                .attr("type"))
                .isEqualTo("result");
        assertThat(passwordOf("bill", "Calliope")).isTrue();
        assertThat(server.storage().exists(TestServer.jid("other@example.org"))).isFalse();
    }

    @Test
    void takenNameIsAConflict() throws Exception {
        server.account("bill");
        assertThat(condition(early(set(fields("BILL", "m1cro$oft"))))).isEqualTo("conflict");
    }

    @ParameterizedTest
    @CsvSource({
        "'', Calliope",
        "bill, ''",
        "bill, short",
        "b@d, Calliope",
        "a/b, Calliope",
        "bi ll, Calliope",
        "'<', Calliope"
    })
    void unusableNamesAndPasswordsAreNotAcceptable(String username, String password)
            throws Exception {
        String payload = fields(username.replace("<", "&lt;"), password);
        assertThat(condition(early(set(payload)))).isEqualTo("not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<username>bill</username>", "<password>Calliope</password>", ""})
    void missingFieldsAreNotAcceptable(String payload) throws Exception {
        assertThat(condition(early(set(payload)))).isEqualTo("not-acceptable");
    }

    @Test
    void removalBeforeLoginIsUnexpected() throws Exception {
        assertThat(condition(early(set("<remove/>")))).isEqualTo("unexpected-request");
    }

    @Test
    void refusalsDoNotRepeatThePassword() throws Exception {
        server.account("bill");
        assertThat(early(set(fields("bill", "Calliope"))).asXML()).doesNotContain("Calliope");
    }

    @Test
    void tooManyTriesFromAnAddressAreNotAcceptableForAWhile() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(early(set(fields("bill" + i, "Calliope"))).attr("type")).isEqualTo("result");
        }
        FrozenElement refused = early(set(fields("bill9", "Calliope")));
        assertThat(condition(refused)).isEqualTo("not-acceptable");
        assertThat(requireNonNull(refused.child("error", "jabber:client")).attr("type"))
                .isEqualTo("wait");
    }

    @Test
    void insecureStreamsAreNotAuthorized() throws Exception {
        assertThat(condition(early(server, get(), stream(false, false))))
                .isEqualTo("not-authorized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"closed", "invite"})
    void closedServerDoesNotOfferAndRefuses(String mode) throws Exception {
        try (TestServer closed = server(mode)) {
            assertThat(condition(early(closed, get(), SECURE))).isEqualTo("service-unavailable");
            assertThat(condition(early(closed, set(fields("bill", "Calliope")), SECURE)))
                    .isEqualTo("service-unavailable");
            assertThat(offers(closed, SECURE)).isFalse();
        }
    }

    @Test
    void openServerOffersOnSecureStreamsBeforeLogin() {
        assertThat(offers(server, SECURE)).isTrue();
        assertThat(offers(server, stream(false, false))).isFalse();
        assertThat(offers(server, stream(true, true))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "to='bill@example.org'", "to='example.org'"})
    void ownerSeesThatHeIsRegistered(String to) {
        FrozenElement query =
                requireNonNull(
                        login().ask(
                                        "<iq type='get' id='g' "
                                                + to
                                                + "><query xmlns='"
                                                + NS
                                                + "'/></iq>")
                                .child("query", NS));
        assertThat(query.child("registered", NS)).isNotNull();
        assertThat(requireNonNull(query.child("username", NS)).text()).isEqualTo("bill");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "to='bill@example.org'", "to='example.org'"})
    void ownerChangesPassword(String to) {
        assertThat(ask(login(), to, fields("bill", "newpass")).attr("type")).isEqualTo("result");
        assertThat(passwordOf("bill", "newpass")).isTrue();
    }

    @Test
    void ownerChangesPasswordByForm() {
        String form = form(NS + ":changepassword", "bill@example.org", "groundlings");
        assertThat(ask(login(), "to='example.org'", form).attr("type")).isEqualTo("result");
        assertThat(passwordOf("bill", "groundlings")).isTrue();
    }

    @Test
    void emptyPasswordKeepsTheOldOne() {
        TestClient bill = login();
        ask(bill, "", fields("bill", "newpass"));
        assertThat(condition(ask(bill, "", fields("bill", "")))).isEqualTo("bad-request");
        assertThat(condition(ask(bill, "", "<username>bill</username>"))).isEqualTo("bad-request");
        assertThat(passwordOf("bill", "newpass")).isTrue();
    }

    @Test
    void passwordsOfOthersAreForbidden() {
        server.account("romeo");
        TestClient bill = login();
        assertThat(condition(ask(bill, "", fields("romeo", "newpass")))).isEqualTo("forbidden");
        assertThat(condition(ask(bill, "to='romeo@example.org'", fields("romeo", "newpass"))))
                .isEqualTo("service-unavailable");
        assertThat(condition(ask(bill, "to='romeo@example.org'", "<remove/>")))
                .isEqualTo("service-unavailable");
        assertThat(server.storage().exists(TestServer.jid("romeo@example.org"))).isTrue();
    }

    @Test
    void strangersFromOtherDomainsAreForbidden() throws Exception {
        FrozenElement request =
                FrozenElement.named("iq", "jabber:client")
                        .attribute("type", "set")
                        .attribute("id", "x")
                        .attribute("from", "eve@example.com/a")
                        .attribute("to", "example.org")
                        .child(
                                FrozenElement.named("query", NS)
                                        .child(FrozenElement.named("remove", NS).build())
                                        .build())
                        .build();
        server.router().route(Stanzas.iq(request));
        assertThat(condition(Stanzas.element(server.remote().take()))).isEqualTo("forbidden");
    }

    @Test
    void insecureSessionsChangeNothing() {
        TestClient bill = server.login("bill", "globe", stream(false, true));
        assertThat(condition(ask(bill, "", fields("bill", "newpass")))).isEqualTo("not-authorized");
        assertThat(condition(ask(bill, "", "<remove/>"))).isEqualTo("not-authorized");
        assertThat(server.storage().exists(TestServer.jid("bill@example.org"))).isTrue();
    }

    @Test
    void removalMustStandAlone() {
        assertThat(condition(ask(login(), "", "<remove/><username>bill</username>")))
                .isEqualTo("bad-request");
    }

    @Test
    void removalErasesTheAccountAnswersAndEndsAllSessions() {
        TestClient other = server.login("bill", "phone");
        TestClient bill = login();
        assertThat(ask(bill, "", "<remove/>").attr("type")).isEqualTo("result");
        assertThat(bill.awaitEnd().condition()).isEqualTo(StreamErrorCondition.NOT_AUTHORIZED);
        assertThat(other.awaitEnd().condition()).isEqualTo(StreamErrorCondition.NOT_AUTHORIZED);
        assertThat(server.storage().exists(TestServer.jid("bill@example.org"))).isFalse();
    }

    private static TestServer server(String mode) {
        return TestServer.with(
                Map.of(
                        "HERMOD_REGISTRATION",
                        mode,
                        "HERMOD_LIMITS__REGISTRATIONS_PER_ADDRESS_PER_HOUR",
                        "3"),
                Clock.systemUTC(),
                new RegisterFeature());
    }

    private TestClient login() {
        return server.login("bill", "globe");
    }

    private static StreamContext stream(boolean secure, boolean authenticated) {
        return new StreamContext(
                "example.org", secure, secure, authenticated, InetAddress.getLoopbackAddress());
    }

    private static boolean offers(TestServer server, StreamContext stream) {
        return server.features().streamFeatures().stream()
                .flatMap(feature -> feature.offer(stream).stream())
                .anyMatch(offer -> offer.is("register", "http://jabber.org/features/iq-register"));
    }

    private static String get() {
        return "<iq type='get' id='reg1'><query xmlns='" + NS + "'/></iq>";
    }

    private static String set(String payload) {
        return "<iq type='set' id='reg2'><query xmlns='" + NS + "'>" + payload + "</query></iq>";
    }

    private static String fields(String username, String password) {
        return "<username>" + username + "</username><password>" + password + "</password>";
    }

    private static String form(String type, String username, String password) {
        return "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
                + type
                + "</value></field><field var='username'><value>"
                + username
                + "</value></field><field var='password'><value>"
                + password
                + "</value></field></x>";
    }

    private FrozenElement early(String iq) throws Exception {
        return early(server, iq, SECURE);
    }

    private static FrozenElement early(TestServer server, String iq, StreamContext stream)
            throws Exception {
        EarlyIqHandler handler = requireNonNull(server.features().earlyIqHandler(NS, "query"));
        IQ request = (IQ) Stanzas.read(TestClient.parse(iq), null, null);
        return Stanzas.element(handler.handle(request, stream));
    }

    private static FrozenElement ask(TestClient client, String to, String payload) {
        return client.ask(
                "<iq type='set' id='s' "
                        + to
                        + "><query xmlns='"
                        + NS
                        + "'>"
                        + payload
                        + "</query></iq>");
    }

    private boolean passwordOf(String localpart, String password) {
        Account account =
                server.storage().find(TestServer.jid(localpart + "@example.org")).orElseThrow();
        return account.verifiers().stream().allMatch(verifier -> verifier.matches(password))
                && !account.verifiers().isEmpty();
    }

    private static String condition(FrozenElement iq) {
        assertThat(iq.attr("type")).isEqualTo("error");
        return requireNonNull(iq.child("error", "jabber:client")).childElements().stream()
                .filter(child -> child.namespace().equals(ERRORS))
                .map(FrozenElement::localName)
                .findFirst()
                .orElseThrow();
    }
}
