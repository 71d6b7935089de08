package dev.hermod.it.crash;

import dev.hermod.it.Account;
import dev.hermod.it.RawClient;
import dev.hermod.it.Xml;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Sends numbered messages in bursts until its stream breaks or it is told to stop, with a roster
/// set and a ping behind each burst: the ping's answer says that the burst is settled.
final class Sender implements Runnable {
    private static final int LONGEST_BURST = 20;

    private final RawClient client;
    private final List<Account> receivers;
    private final Random random;
    private final Witness witness;
    private volatile boolean stopped;
    private int number;

    Sender(RawClient client, List<Account> receivers, long seed, Witness witness) {
        this.client = client;
        this.receivers = receivers;
        this.random = new Random(seed);
        this.witness = witness;
    }

    private record Sent(String receiver, String body) {}

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                burst();
            }
        } catch (AssertionError | UncheckedIOException _) {
            // The server was killed: what is not settled by now never will be.
        }
    }

    private void burst() {
        List<Sent> burst = new ArrayList<>();
        StringBuilder stanzas = new StringBuilder();
        int size = 1 + random.nextInt(LONGEST_BURST);
        for (int i = 0; i < size; i++) {
            String receiver = receivers.get(random.nextInt(receivers.size())).jid();
            String body = client.account().localpart() + "-" + ++number;
            burst.add(new Sent(receiver, body));
            stanzas.append(
                    "<message to='%s' type='chat' id='%s'><body>%s</body></message>"
                            .formatted(receiver, body, body));
        }
        client.send(stanzas.toString());
        String contact = "contact" + number + "@localhost";
        Xml answer =
                client.iq(
                        "set",
                        "",
                        "<query xmlns='jabber:iq:roster'><item jid='" + contact + "'/></query>");
        if (answer.attr("type").equals("result")) {
            witness.contact(client.bare(), contact);
        }
        Set<String> failed = new HashSet<>();
        for (Xml stanza : client.sync()) {
            if (stanza.name().equals("message") && stanza.attr("type").equals("error")) {
                failed.add(stanza.attr("id"));
            }
        }
        for (Sent sent : burst) {
            if (failed.contains(sent.body())) {
                witness.refused(sent.body());
            } else {
                witness.settled(sent.receiver(), sent.body());
            }
        }
    }
}
