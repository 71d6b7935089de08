package dev.hermod.it.outage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;

/// Two clients who want nothing that has to be kept.
final class Bystanders implements AutoCloseable {
    private static final int ROUNDS = 20;

    private final RawClient one;
    private final RawClient two;

    Bystanders(HermodServer server) {
        one = server.client().available();
        two = server.client().available();
    }

    /// Pings, presence and messages that are not kept pass between them.
    void goOn() {
        for (int i = 0; i < ROUNDS; i++) {
            assertThat(one.iq("get", "localhost", "<ping xmlns='urn:xmpp:ping'/>").attr("type"))
                    .isEqualTo("result");
            String status = "still here " + i;
            one.send(
                    "<presence to='%s'><status>%s</status></presence>"
                            .formatted(two.jid(), status));
            assertThat(two.stanza("presence").child("status").text()).isEqualTo(status);
            one.message(two.jid(), "headline", "not kept " + i);
            assertThat(two.message().body()).isEqualTo("not kept " + i);
        }
    }

    @Override
    public void close() {
        one.close();
        two.close();
    }
}
