package dev.hermod.it.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.RawStream;
import dev.hermod.it.Sasl;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Spec("XEP-0198")
@ExtendWith(SharedServer.class)
class StreamManagementTest {
    private static final String SM = ManagedClient.NAMESPACE;
    private static final String STANZA_ID = "urn:xmpp:sid:0";

    private final HermodServer server;

    StreamManagementTest(HermodServer server) {
        this.server = server;
    }

    private static String condition(Xml failed) {
        assertThat(failed.is("failed", SM)).as("%s", failed).isTrue();
        return failed.children().getFirst().name();
    }

    private static void befriend(RawClient one, RawClient other) {
        one.send("<presence type='subscribe' to='%s'/>".formatted(other.bare()));
        other.receive(stanza -> stanza.attr("type").equals("subscribe"));
        other.send("<presence type='subscribed' to='%s'/>".formatted(one.bare()));
        one.receive(stanza ->
                stanza.name().equals("presence")
                        && stanza.attr("from").startsWith(other.bare() + "/"));
        one.sync();
        other.sync();
    }

    private static String stanzaId(Xml message) {
        return message.child("stanza-id", STANZA_ID).attr("id");
    }

    @Test
    @Spec("XEP-0198 3")
    void itIsOfferedOnceTheClientIsAuthenticated() {
        Account account = server.account();
        try (RawStream stream = RawStream.plain(server)) {
            assertThat(stream.open().has("sm", SM)).isFalse();
        }
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            assertThat(new Sasl(stream).scram("SHA-256", account).name()).isEqualTo("success");
            assertThat(stream.open().has("sm", SM)).isTrue();
        }
    }

    @Test
    @Spec("XEP-0198 3")
    void itCannotBeTurnedOnBeforeAResourceIsBound() {
        try (RawClient client =
                RawClient.authenticated(RawStream.plain(server), server.account())) {
            client.send("<enable xmlns='%s'/>".formatted(SM));
            assertThat(condition(client.receive(_ -> true))).isEqualTo("unexpected-request");
            assertThat(client.bind("").attr("type")).isEqualTo("result");
        }
    }

    @Test
    @Spec("XEP-0198 3")
    void turningItOnTwiceEndsTheStream() {
        try (ManagedClient client = ManagedClient.login(server, server.account())) {
            client.raw().send("<enable xmlns='%s'/>".formatted(SM));
            assertThat(client.raw().stream().error()).isEqualTo("policy-violation");
        }
    }

    @Test
    @Spec("XEP-0198 5")
    void aClientThatDoesNotWantToResumeGetsNoId() {
        try (RawClient client = server.client()) {
            client.send("<enable xmlns='%s'/>".formatted(SM));
            Xml enabled = client.receive(element -> element.is("enabled", SM));
            assertThat(enabled.attributes()).doesNotContainKeys("id", "resume");
        }
    }

    @Test
    @Spec("XEP-0198 5")
    void theClientMayWantToWaitLessLongThanTheServerWould() {
        try (RawClient client = server.client()) {
            client.send("<enable xmlns='%s' resume='1' max='30'/>".formatted(SM));
            assertThat(client.receive(element -> element.is("enabled", SM)).attr("max"))
                    .isEqualTo("30");
        }
        try (RawClient client = server.client()) {
            client.send("<enable xmlns='%s' resume='1' max='1000000'/>".formatted(SM));
            assertThat(client.receive(element -> element.is("enabled", SM)).attr("max"))
                    .isEqualTo("600");
        }
    }

    @Test
    @Spec("XEP-0198 4")
    void whatIsSettledIsAcknowledged() {
        try (ManagedClient client = ManagedClient.login(server, server.account())) {
            client.raw().chat(server.account().jid(), "kept");
            client.raw().send("<r xmlns='%s'/>".formatted(SM));
            client.acknowledged(1);
            client.raw().send("<message to='not a jid@@'/>");
            client.raw().send("<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>");
            client.raw().send("<r xmlns='%s'/>".formatted(SM));
            client.acknowledged(3);
        }
    }

    @Test
    @Spec("XEP-0198 4")
    void theServerAsksForAcknowledgements() {
        try (ManagedClient client = ManagedClient.login(server, server.account()).available()) {
            Xml element = client.element();
            while (!element.is("r", SM)) {
                element = client.element();
            }
        }
    }

    @Test
    @Spec("XEP-0198 6")
    void acknowledgingMoreThanWasSentEndsTheStream() {
        try (ManagedClient client = ManagedClient.login(server, server.account())) {
            client.raw().send("<a xmlns='%s' h='10'/>".formatted(SM));
            Xml error = client.raw().receive(element -> element.name().equals("error"));
            assertThat(error.children().getFirst().name()).isEqualTo("undefined-condition");
            Xml specific = error.child("handled-count-too-high", SM);
            assertThat(specific.attr("h")).isEqualTo("10");
            assertThat(specific.attr("send-count")).isEqualTo("0");
        }
    }

    @Test
    @Spec("XEP-0198 5")
    void whatWasNotReadComesOnceAfterResuming() {
        try (RawClient sender = server.client();
                ManagedClient client = ManagedClient.login(server, server.account()).available()) {
            sender.chat(client.raw().bare(), "before");
            Xml before = client.message();
            client.cut();
            sender.chat(client.raw().bare(), "meanwhile 1");
            sender.send(
                    "<message type='chat' to='%s'><body>unlogged</body><no-store xmlns='urn:xmpp:hints'/></message>"
                            .formatted(client.jid()));
            sender.chat(client.raw().bare(), "meanwhile 2");
            sender.sync();
            assertThat(client.resume()).isEqualTo(1);
            assertThat(before.body()).isEqualTo("before");
            assertThat(client.body()).isEqualTo("meanwhile 1");
            assertThat(client.body()).isEqualTo("unlogged");
            Xml last = client.message();
            assertThat(last.body()).isEqualTo("meanwhile 2");
            assertThat(last.has("delay", "urn:xmpp:delay")).isTrue();
            sender.chat(client.raw().bare(), "live");
            Xml live = client.message();
            assertThat(live.body()).isEqualTo("live");
            assertThat(live.has("delay", "urn:xmpp:delay")).isFalse();
        }
    }

    @Test
    @Spec("XEP-0198 5")
    void theNewStreamTakesOverFromOneThatSeemsAlive() {
        try (RawClient sender = server.client();
                ManagedClient client = ManagedClient.login(server, server.account()).available()) {
            RawClient old = client.raw();
            client.resume();
            Xml error = old.receive(element -> element.name().equals("error"));
            assertThat(error.children().getFirst().name()).isEqualTo("conflict");
            sender.chat(client.raw().bare(), "here");
            assertThat(client.body()).isEqualTo("here");
        }
    }

    @Test
    @Spec("XEP-0198 5")
    void aStreamCanBeResumedAgainAndAgain() {
        try (RawClient sender = server.client();
                ManagedClient client = ManagedClient.login(server, server.account()).available()) {
            for (int round = 0; round < 10; round++) {
                sender.chat(client.raw().bare(), "message " + round);
                sender.sync();
                client.cut();
                client.resume();
                assertThat(client.body()).isEqualTo("message " + round);
            }
            client.raw().send("<r xmlns='%s'/>".formatted(SM));
            client.acknowledged(1);
        }
    }

    @Test
    @Spec("XEP-0198 5")
    void acknowledgingLessThanBeforeIsRefused() {
        try (RawClient sender = server.client();
                ManagedClient client = ManagedClient.login(server, server.account()).available()) {
            sender.chat(client.raw().bare(), "read");
            client.message();
            client.acknowledge();
            client.raw().sync();
            client.cut();
            RawClient again = client.fresh();
            again.send("<resume xmlns='%s' previd='%s' h='0'/>".formatted(SM, client.id()));
            Xml error = again.receive(element -> element.name().equals("error"));
            assertThat(error.has("handled-count-too-high", SM)).isTrue();
            assertThat(client.resume()).isPositive();
        }
    }

    @Test
    @Spec("XEP-0198 5")
    void anUnknownStreamIsNotFoundAndAResourceCanBeBound() {
        try (ManagedClient client = ManagedClient.login(server, server.account())) {
            RawClient other = client.fresh();
            other.send("<resume xmlns='%s' previd='nobody' h='0'/>".formatted(SM));
            assertThat(condition(other.receive(_ -> true))).isEqualTo("item-not-found");
            assertThat(other.bind("").attr("type")).isEqualTo("result");
        }
    }

    @Test
    @Spec("XEP-0198 9")
    void nobodyResumesAnothersStream() {
        try (ManagedClient client = ManagedClient.login(server, server.account());
                RawClient thief =
                        RawClient.authenticated(RawStream.plain(server), server.account())) {
            assertThat(condition(client.tryToResume(thief, 0))).isEqualTo("item-not-found");
            assertThat(client.resume()).isZero();
        }
    }

    @Test
    @Spec("XEP-0198 7")
    void aStreamThatWasClosedCannotBeResumed() {
        try (ManagedClient client = ManagedClient.login(server, server.account())) {
            client.raw().chat(server.account().jid(), "one");
            client.raw().sync();
            client.raw().logout();
            Xml failed = client.tryToResume(client.fresh(), 0);
            assertThat(condition(failed)).isEqualTo("item-not-found");
            assertThat(failed.attr("h")).isEqualTo("3");
        }
    }

    @Test
    @Spec("XEP-0198 5")
    void contactsHearNothingOfAnInterruption() {
        try (RawClient contact = server.client().available();
                ManagedClient client = ManagedClient.login(server, server.account()).available()) {
            befriend(contact, client.raw());
            client.raw().sync();
            client.cut();
            contact.sync();
            client.resume();
            assertThat(contact.sync()).isEmpty();
        }
    }

    @Test
    @Spec("XEP-0198 4")
    void whoDoesNotComeBackLeavesItsMessagesForTheNextLogin() {
        Account account = server.account();
        List<String> live = new ArrayList<>();
        try (RawClient sender = server.client().available();
                ManagedClient client = ManagedClient.login(server, account, "max='1'")) {
            client.available();
            befriend(sender, client.raw());
            sender.chat(account.jid(), "given");
            live.add(stanzaId(client.raw().message()));
            client.cut();
            sender.chat(account.jid(), "while away");
            sender.send(
                    "<iq type='get' id='lost' to='%s'><ping xmlns='urn:xmpp:ping'/></iq>"
                            .formatted(client.jid()));
            Xml answer = sender.receive(stanza -> stanza.attr("id").equals("lost"));
            assertThat(answer.condition()).isEqualTo("service-unavailable");
            sender.receive(stanza -> stanza.attr("type").equals("unavailable"));
        }
        try (RawClient next = RawClient.login(server, account).available()) {
            Xml first = next.message();
            assertThat(first.body()).isEqualTo("given");
            assertThat(stanzaId(first)).isEqualTo(live.getFirst());
            assertThat(next.message().body()).isEqualTo("while away");
        }
    }

    @Test
    @Spec("XEP-0198 4")
    void whoDoesNotComeBackLeavesItsMessagesToOtherResources() {
        Account account = server.account();
        try (RawClient sender = server.client();
                RawClient other = RawClient.login(server, account, "other").available();
                ManagedClient client = ManagedClient.login(server, account, "max='1'")) {
            client.available();
            other.sync();
            client.cut();
            sender.chat(client.jid(), "for one alone");
            Xml passedOn = other.message();
            assertThat(passedOn.body()).isEqualTo("for one alone");
        }
    }

    @Test
    void tooMuchThatIsNotAcknowledgedMakesTheStreamUnresumableAndLosesNothing() {
        Account account = server.account();
        int many = 5_050;
        try (RawClient sender = server.client()) {
            try (ManagedClient client = ManagedClient.login(server, account).available()) {
                IntStream.range(0, many)
                        .forEach(number -> sender.chat(account.jid(), "number " + number));
                for (int number = 0; number < many; number++) {
                    assertThat(client.body()).isEqualTo("number " + number);
                }
                client.cut();
                assertThat(condition(client.tryToResume(client.fresh(), client.received())))
                        .isEqualTo("item-not-found");
            }
        }
        try (RawClient next = RawClient.login(server, account).available()) {
            for (int number = 0; number < many; number++) {
                assertThat(next.message().body()).isEqualTo("number " + number);
            }
        }
    }

    @Test
    @Spec("XEP-0352")
    void whatCanWaitDoesUntilSomebodyLooks() {
        try (RawClient sender = server.client().available();
                RawClient client = server.client().available()) {
            befriend(client, sender);
            befriend(sender, client);
            client.send("<inactive xmlns='urn:xmpp:csi:0'/>");
            client.sync();
            sender.send("<presence><show>away</show></presence>");
            sender.send("<presence><show>dnd</show></presence>");
            sender.send(typing(client, "composing"));
            sender.send(typing(client, "paused"));
            sender.sync();
            client.send("<active xmlns='urn:xmpp:csi:0'/>");
            List<Xml> flushed = client.sync();
            assertThat(flushed).extracting(Xml::name).containsExactly("presence", "message");
            assertThat(flushed.getFirst().child("show", RawClient.CLIENT).text()).isEqualTo("dnd");
        }
    }

    @Test
    @Spec("XEP-0352")
    void whatIsImportantComesAtOnceBehindWhatWaited() {
        try (RawClient sender = server.client().available();
                RawClient client = server.client().available()) {
            befriend(client, sender);
            befriend(sender, client);
            client.send("<inactive xmlns='urn:xmpp:csi:0'/>");
            client.sync();
            sender.send("<presence><show>away</show></presence>");
            sender.chat(client.bare(), "important");
            Xml message = client.message();
            assertThat(message.body()).isEqualTo("important");
            assertThat(client.waiting())
                    .extracting(stanza -> stanza.name().toLowerCase(Locale.ROOT))
                    .containsExactly("presence");
        }
    }

    private static String typing(RawClient to, String state) {
        return "<message type='chat' to='%s'><%s xmlns='http://jabber.org/protocol/chatstates'/></message>"
                .formatted(to.bare(), state);
    }
}
