package dev.hermod.it.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.RawStream;
import dev.hermod.it.Sasl2;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class Bind2Test {
    private static final String SM = "urn:xmpp:sm:3";
    private static final String MAM = "urn:xmpp:mam:2";

    private final HermodServer server;

    Bind2Test(HermodServer server) {
        this.server = server;
    }

    private static Xml login(RawStream stream, Account account, String inline) {
        stream.open();
        Xml success = new Sasl2(stream).scram(account, inline);
        assertThat(success.is("success", Sasl2.NAMESPACE)).as("%s", success).isTrue();
        return success;
    }

    private static String jid(Xml success) {
        return success.child("authorization-identifier", Sasl2.NAMESPACE).text();
    }

    @Test
    @Spec("XEP-0386 4.1")
    void whatCanBeAskedForIsListed() {
        try (RawStream stream = RawStream.plain(server)) {
            Xml inline =
                    stream.open()
                            .child("authentication", Sasl2.NAMESPACE)
                            .child("inline", Sasl2.NAMESPACE)
                            .child("bind", Sasl2.BIND)
                            .child("inline", Sasl2.BIND);
            assertThat(inline.children().stream().map(feature -> feature.attr("var")))
                    .contains("urn:xmpp:carbons:2", "urn:xmpp:csi:0", SM);
        }
    }

    @Test
    @Spec("XEP-0386 4.2")
    void theTagIsTheBeginningOfTheResourceAndTheUserAgentIsNotInIt() {
        Account account = server.account();
        String agent = UUID.randomUUID().toString();
        try (RawStream stream = RawStream.plain(server)) {
            Xml success =
                    login(
                            stream,
                            account,
                            Sasl2.userAgent(agent) + Sasl2.bind("<tag>AwesomeXMPP</tag>"));
            assertThat(jid(success))
                    .startsWith(account.jid() + "/AwesomeXMPP/")
                    .doesNotContain(agent.substring(0, 8));
            assertThat(success.has("bound", Sasl2.BIND)).isTrue();
            assertThat(stream.features().has("bind", "urn:ietf:params:xml:ns:xmpp-bind")).isFalse();
            stream.send("<iq type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>");
            assertThat(stream.element().attr("to")).isEqualTo(jid(success));
        }
    }

    @Test
    @Spec("XEP-0386 4.2")
    void aTagThatNoResourceCanHaveIsLeftOut() {
        Account account = server.account();
        try (RawStream stream = RawStream.plain(server)) {
            Xml success = login(stream, account, Sasl2.bind("<tag>" + "x".repeat(1020) + "</tag>"));
            assertThat(jid(success)).startsWith(account.jid() + "/").hasSizeLessThan(100);
        }
    }

    @Test
    @Spec("XEP-0198 10.1, 10.2")
    void managementIsEnabledAndTheSessionResumedInOneRoundTripEach() {
        Account account = server.account();
        Account other = server.account();
        RawStream first = RawStream.plain(server);
        Xml success =
                login(
                        first,
                        account,
                        Sasl2.bind("<enable xmlns='%s' resume='true'/>".formatted(SM)));
        Xml enabled = success.child("bound", Sasl2.BIND).child("enabled", SM);
        first.features();
        first.reset();
        try (RawClient sender = RawClient.login(server, other);
                RawStream second = RawStream.plain(server)) {
            sender.chat(jid(success), "meanwhile");
            sender.sync();
            Xml resumed =
                    login(
                            second,
                            account,
                            "<resume xmlns='%s' h='0' previd='%s'/>"
                                            .formatted(SM, enabled.attr("id"))
                                    + Sasl2.bind(""));
            assertThat(resumed.child("resumed", SM).attr("previd")).isEqualTo(enabled.attr("id"));
            assertThat(resumed.has("bound", Sasl2.BIND)).isFalse();
            assertThat(jid(resumed)).isEqualTo(jid(success));
            // No features come in between.
            assertThat(second.element().body()).isEqualTo("meanwhile");
        }
    }

    @Test
    @Spec("XEP-0198 10.2")
    void whereNothingIsLeftToResumeANewSessionIsBound() {
        Account account = server.account();
        try (RawStream stream = RawStream.plain(server)) {
            Xml success =
                    login(
                            stream,
                            account,
                            "<resume xmlns='%s' h='0' previd='unknown'/>".formatted(SM)
                                    + Sasl2.bind("<enable xmlns='%s'/>".formatted(SM)));
            assertThat(success.child("failed", SM).child("item-not-found")).isNotNull();
            assertThat(success.child("bound", Sasl2.BIND).has("enabled", SM)).isTrue();
            assertThat(jid(success)).contains("/");
            // It is on: a client that is offered it would turn it on once more.
            assertThat(stream.features().has("sm", SM)).isFalse();
            stream.send("<r xmlns='%s'/>".formatted(SM));
            assertThat(stream.element().attr("h")).isEqualTo("0");
        }
    }

    @Test
    @Spec("XEP-0386 4.2, XEP-0280 4")
    void carbonsAreOnFromTheBeginning() {
        Account account = server.account();
        Account friend = server.account();
        try (RawStream stream = RawStream.plain(server);
                RawClient other = RawClient.login(server, account)) {
            login(stream, account, Sasl2.bind("<enable xmlns='urn:xmpp:carbons:2'/>"));
            stream.features();
            other.chat(friend.jid(), "from the other device");
            assertThat(stream.element().has("sent", "urn:xmpp:carbons:2")).isTrue();
        }
    }

    @Test
    @Spec("XEP-0386 4.2, XEP-0352 4.2")
    void theSessionMayBeginInactive() {
        Account account = server.account();
        try (RawStream stream = RawStream.plain(server);
                RawClient other = RawClient.login(server, account)) {
            Xml success = login(stream, account, Sasl2.bind("<inactive xmlns='urn:xmpp:csi:0'/>"));
            stream.features();
            stream.send("<presence/>");
            other.available(1).available(2).available(3).chat(jid(success), "important");
            List<String> priorities = new ArrayList<>();
            for (Xml next = stream.element();
                    !next.name().equals("message");
                    next = stream.element()) {
                if (next.attr("from").equals(other.jid())) {
                    priorities.add(next.child("priority").text());
                }
            }
            // Only the latest of what waited.
            assertThat(priorities).containsExactly("3");
        }
    }

    @Test
    @Spec("XEP-0386 4.2")
    void whatIsInTheArchiveIsToldOfAndNotSentOnceMore() {
        Account account = server.account();
        Account friend = server.account();
        try (RawClient sender = RawClient.login(server, friend)) {
            sender.chat(account.jid(), "while away");
            sender.sync();
        }
        try (RawStream stream = RawStream.plain(server);
                RawClient sender = RawClient.login(server, friend)) {
            Xml success = login(stream, account, Sasl2.bind(""));
            Xml metadata = success.child("bound", Sasl2.BIND).child("metadata", MAM);
            String last = metadata.child("end", MAM).attr("id");
            stream.features();
            stream.send("<presence/>");
            sender.chat(account.jid(), "now");
            assertThat(message(stream).body()).isEqualTo("now");
            stream.send(
                    "<iq type='set' id='q'><query xmlns='%s'><set xmlns='http://jabber.org/protocol/rsm'><before/><max>2</max></set></query></iq>"
                            .formatted(MAM));
            assertThat(message(stream).child("result", MAM).attr("id")).isEqualTo(last);
        }
    }

    private static Xml message(RawStream stream) {
        Xml next = stream.element();
        while (!next.name().equals("message")) {
            next = stream.element();
        }
        return next;
    }

    @Test
    @Spec("XEP-0386 4.2")
    void aClientThatNeverFetchesTheArchiveLeavesItsMessagesToOthers() {
        Account account = server.account();
        try (RawClient sender = RawClient.login(server, server.account())) {
            sender.chat(account.jid(), "while away");
            sender.sync();
        }
        try (RawStream stream = RawStream.plain(server)) {
            login(stream, account, Sasl2.bind(""));
            stream.features();
            stream.send("<presence/>");
            stream.element();
            stream.reset();
        }
        try (RawClient client = RawClient.login(server, account)) {
            client.send("<presence/>");
            assertThat(client.message().body()).isEqualTo("while away");
        }
    }

    @Test
    @Spec("XEP-0386 4.2")
    void theEarlierSessionOfTheSameInstallationEnds() {
        Account account = server.account();
        String agent = Sasl2.userAgent(UUID.randomUUID().toString());
        try (RawStream first = RawStream.plain(server);
                RawStream another = RawStream.plain(server);
                RawStream second = RawStream.plain(server)) {
            login(first, account, agent + Sasl2.bind("<tag>a</tag>"));
            first.features();
            login(
                    another,
                    account,
                    Sasl2.userAgent(UUID.randomUUID().toString()) + Sasl2.bind("<tag>a</tag>"));
            another.features();
            login(second, account, agent + Sasl2.bind("<tag>a</tag>"));
            assertThat(first.error()).isEqualTo("conflict");
            another.send("<iq type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>");
            assertThat(another.element().attr("id")).isEqualTo("p");
        }
    }
}
