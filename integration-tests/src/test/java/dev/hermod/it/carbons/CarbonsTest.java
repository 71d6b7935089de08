package dev.hermod.it.carbons;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class CarbonsTest {
    private static final String CARBONS = "urn:xmpp:carbons:2";

    private final RawClient phone;
    private final RawClient laptop;
    private final RawClient juliet;

    CarbonsTest(HermodServer server) {
        Account romeo = server.account();
        phone = RawClient.login(server, romeo, "phone").available();
        laptop = RawClient.login(server, romeo, "laptop").available();
        juliet = server.client().available();
        phone.sync();
        for (RawClient client : List.of(phone, laptop)) {
            Xml answer = client.iq("set", "", "<enable xmlns='" + CARBONS + "'/>");
            assertThat(answer.attr("type")).isEqualTo("result");
        }
    }

    @AfterEach
    void close() {
        phone.close();
        laptop.close();
        juliet.close();
    }

    private static Xml copy(Xml carbon, String direction) {
        return carbon.child(direction, CARBONS)
                .child("forwarded", "urn:xmpp:forward:0")
                .child("message", RawClient.CLIENT);
    }

    private static List<Xml> messages(RawClient client) {
        return client.sync().stream().filter(stanza -> stanza.name().equals("message")).toList();
    }

    @Test
    @Spec("XEP-0280 7")
    void bothDevicesSeeBothSidesOfAConversationInOrder() {
        List<Xml> got = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            phone.chat(juliet.bare(), "question " + i);
            got.addAll(messages(phone));
            juliet.chat(phone.jid(), "answer " + i);
            juliet.sync();
        }
        List<String> seen = new ArrayList<>();
        for (Xml carbon : messages(laptop)) {
            assertThat(carbon.attr("from")).isEqualTo(laptop.bare());
            assertThat(carbon.attr("to")).isEqualTo(laptop.jid());
            Xml original = copy(carbon, seen.size() % 2 == 0 ? "sent" : "received");
            assertThat(original.child("stanza-id").attr("by")).isEqualTo(laptop.bare());
            seen.add(original.body());
        }
        List<String> said = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            said.add("question " + i);
            said.add("answer " + i);
        }
        assertThat(seen).isEqualTo(said);
        got.addAll(messages(phone));
        assertThat(got).hasSize(50).noneMatch(message -> message.has("received", CARBONS));
    }

    @Test
    @Spec("XEP-0280 11")
    void forgedCopyReachesNobody() {
        String forged =
                "<message type='chat' to='%s'><received xmlns='%s'><forwarded xmlns='urn:xmpp:forward:0'>"
                                .formatted(phone.bare(), CARBONS)
                        + "<message xmlns='jabber:client' from='x@localhost' to='%s'><body>x</body></message>"
                                .formatted(phone.bare())
                        + "</forwarded></received></message>";
        juliet.send(forged);
        laptop.send(forged);
        juliet.sync();
        laptop.sync();
        assertThat(messages(phone)).isEmpty();
        assertThat(messages(laptop)).isEmpty();
    }
}
