package dev.hermod.it.carbons;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.Spec;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// On a server of its own, since it is killed.
class ResendTest {
    private static void say(RawClient client, String to, int number) {
        client.send(
                "<message to='%s' type='chat' id='m%d'><body>%d</body><origin-id xmlns='urn:xmpp:sid:0' id='m%d'/></message>"
                        .formatted(to, number, number, number));
    }

    @Test
    @Spec("XEP-0359 5")
    void messageSentOnceMoreComesOnceThoughTheServerWasKilledInBetween() {
        try (HermodServer server = HermodServer.start(Map.of(), 2)) {
            Account romeo = server.account();
            Account juliet = server.account();
            try (RawClient first = RawClient.login(server, romeo)) {
                for (int i = 0; i < 100; i++) {
                    say(first, juliet.jid(), i);
                }
                first.sync();
                first.die();
            }
            try (RawClient second = RawClient.login(server, romeo)) {
                for (int i = 50; i < 120; i++) {
                    say(second, juliet.jid(), i);
                }
                assertThat(second.sync()).isEmpty();
            }
            server.kill();
            server.start();
            try (RawClient third = RawClient.login(server, romeo);
                    RawClient receiver = RawClient.login(server, juliet).available()) {
                for (int i = 0; i < 130; i++) {
                    say(third, juliet.jid(), i);
                }
                assertThat(third.sync()).isEmpty();
                assertThat(receiver.bodies())
                        .hasSize(130)
                        .doesNotHaveDuplicates()
                        .isSortedAccordingTo((one, other) ->
                                Integer.compare(Integer.parseInt(one), Integer.parseInt(other)));
            }
        }
    }
}
