package dev.hermod.it.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawStream;
import dev.hermod.it.Sasl;
import dev.hermod.it.Sasl2;
import dev.hermod.it.Scram;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class Sasl2Test {
    private static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";

    private final HermodServer server;

    Sasl2Test(HermodServer server) {
        this.server = server;
    }

    private static String failure(Xml answer) {
        assertThat(answer.is("failure", Sasl2.NAMESPACE)).as("%s", answer).isTrue();
        assertThat(answer.children().getFirst().namespace()).isEqualTo(Sasl.NAMESPACE);
        return answer.children().getFirst().name();
    }

    private static String from(String from) {
        return RawStream.header("localhost").replace(" to=", " from='" + from + "' to=");
    }

    @Test
    @Spec("XEP-0388 2.1")
    void theSameMechanismsAreOfferedAlsoToWhoDoesNotSayWhoTheyAre() {
        try (RawStream stream = RawStream.tls(server)) {
            Xml features = stream.open();
            Xml authentication = features.child("authentication", Sasl2.NAMESPACE);
            List<String> old =
                    features.child("mechanisms", Sasl.NAMESPACE).children().stream()
                            .map(Xml::text)
                            .toList();
            assertThat(
                            authentication.children().stream()
                                    .filter(child -> child.name().equals("mechanism"))
                                    .map(Xml::text))
                    .containsExactlyElementsOf(old)
                    .contains("SCRAM-SHA-256-PLUS");
            Xml inline = authentication.child("inline", Sasl2.NAMESPACE);
            assertThat(inline.has("sm", "urn:xmpp:sm:3")).isTrue();
            assertThat(inline.has("bind", Sasl2.BIND)).isTrue();
        }
    }

    @Test
    @Spec("XEP-0388 2.6.1")
    void featuresFollowSuccessAndTheStreamGoesOn() {
        Account account = server.account();
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            Xml success = new Sasl2(stream).scram(account, "");
            assertThat(success.child("authorization-identifier", Sasl2.NAMESPACE).text())
                    .isEqualTo(account.jid());
            Xml features = stream.features();
            assertThat(features.has("bind", BIND)).isTrue();
            assertThat(features.has("authentication", Sasl2.NAMESPACE)).isFalse();
            stream.send("<iq type='set' id='b'><bind xmlns='" + BIND + "'/></iq>");
            assertThat(stream.element().child("bind", BIND).child("jid", BIND).text())
                    .startsWith(account.jid() + "/");
        }
    }

    @Test
    @Spec("XEP-0388 2.2")
    void aMechanismWithoutDataGivesSuccessWithoutIt() {
        Account account = server.account();
        try (RawStream stream = RawStream.tls(server)) {
            stream.open();
            Xml success =
                    new Sasl2(stream)
                            .authenticate(
                                    "PLAIN",
                                    "\0" + account.localpart() + "\0" + account.password(),
                                    "");
            assertThat(success.is("success", Sasl2.NAMESPACE)).isTrue();
            assertThat(success.has("additional-data", Sasl2.NAMESPACE)).isFalse();
        }
    }

    @Test
    @Spec("XEP-0388 2.2")
    void aMechanismCanBeBegunWithoutAnInitialResponse() {
        Account account = server.account();
        Scram scram =
                new Scram("SHA-256", account.localpart(), account.password(), "n,,", new byte[0]);
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            stream.send(
                    "<authenticate xmlns='%s' mechanism='SCRAM-SHA-256'/>"
                            .formatted(Sasl2.NAMESPACE));
            assertThat(stream.element().is("challenge", Sasl2.NAMESPACE)).isTrue();
            assertThat(new Sasl2(stream).respond(scram.first()).name()).isEqualTo("challenge");
        }
    }

    @Test
    @Spec("XEP-0388 2.6.2")
    void nothingThatWasAskedForIsDoneWhenTheLoginFails() {
        Account account = server.account();
        Account guess = new Account(account.localpart(), account.domain(), "wrong");
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            assertThat(failure(new Sasl2(stream).scram(guess, Sasl2.bind(""))))
                    .isEqualTo("not-authorized");
            // The stream is as before.
            Xml success = new Sasl2(stream).scram(account, "");
            assertThat(success.has("bound", Sasl2.BIND)).isFalse();
            assertThat(stream.features().has("bind", BIND)).isTrue();
        }
    }

    @Test
    @Spec("XEP-0388 2.2")
    void aMechanismThatWasNotOfferedIsRefused() {
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            assertThat(failure(new Sasl2(stream).authenticate("BLURDYBLOOP", "x", "")))
                    .isEqualTo("invalid-mechanism");
        }
    }

    @Test
    @Spec("XEP-0388 5.5")
    void theClientMayAbort() {
        Account account = server.account();
        Scram scram =
                new Scram("SHA-256", account.localpart(), account.password(), "n,,", new byte[0]);
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            new Sasl2(stream).authenticate("SCRAM-SHA-256", scram.first(), "");
            stream.send("<abort xmlns='%s'><text>no</text></abort>".formatted(Sasl2.NAMESPACE));
            assertThat(failure(stream.element())).isEqualTo("aborted");
        }
    }

    @Test
    @Spec("XEP-0388 2.4")
    void anythingElseDuringALoginEndsTheStream() {
        Account account = server.account();
        Scram scram =
                new Scram("SHA-256", account.localpart(), account.password(), "n,,", new byte[0]);
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            new Sasl2(stream).authenticate("SCRAM-SHA-256", scram.first(), "");
            stream.send("<iq type='get' id='a'><query xmlns='jabber:iq:register'/></iq>");
            assertThat(stream.error()).isEqualTo("policy-violation");
        }
    }

    @Test
    @Spec("XEP-0388 5.8")
    void anotherLoginAfterSuccessEndsTheStream() {
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            new Sasl2(stream).scram(server.account(), "");
            stream.send(
                    "<authenticate xmlns='%s' mechanism='SCRAM-SHA-256'/>"
                            .formatted(Sasl2.NAMESPACE));
            assertThat(stream.error()).isEqualTo("not-authorized");
        }
    }

    @Test
    @Spec("XEP-0388 2.2")
    void whoseStreamIsFromSomebodyElseIsRefused() {
        Account account = server.account();
        try (RawStream stream = RawStream.plain(server)) {
            stream.send(from("somebody-else@localhost"));
            stream.header();
            stream.features();
            assertThat(failure(new Sasl2(stream).scram(account, ""))).isEqualTo("invalid-authzid");
        }
        try (RawStream stream = RawStream.plain(server)) {
            stream.send(from(account.jid()));
            stream.header();
            stream.features();
            assertThat(new Sasl2(stream).scram(account, "").name()).isEqualTo("success");
        }
    }

    @Test
    @Spec("XEP-0388 2.1")
    void aStreamFromAnotherDomainEnds() {
        try (RawStream stream = RawStream.plain(server)) {
            stream.send(from("juliet@capulet.example"));
            stream.header();
            assertThat(stream.error()).isEqualTo("invalid-from");
        }
    }
}
